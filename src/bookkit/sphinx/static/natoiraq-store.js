/* What a page keeps in the reader's browser, under a prefix of its own. A browser may refuse: then nothing is kept. */
window.natoiraqStore = (prefix) => ({
  works() {
    return this.write("", 1) && this.write("", null);
  },
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(prefix + key));
    } catch {
      return null;
    }
  },
  write(key, state) {
    try {
      if (state === null) localStorage.removeItem(prefix + key);
      else localStorage.setItem(prefix + key, JSON.stringify(state));
      return true;
    } catch {
      return false;
    }
  },
});
