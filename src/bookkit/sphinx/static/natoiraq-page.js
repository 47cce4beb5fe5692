/* Marks in the page's contents the section being read. It stands in for Bootstrap's script, 82 KB, of which the
   theme uses nothing else that a reader would miss: buttons keep their native titles. */
(() => {
  const links = [...document.querySelectorAll(".bd-toc-nav a.nav-link[href^='#']")];
  const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const inView = new Set();

  const mark = () => {
    const current = sections.findLastIndex((section) => inView.has(section));
    links.forEach((link, index) => link.classList.toggle("active", index === current));
    dispatchEvent(new Event("activate.bs.scrollspy")); // the theme unfolds the marked part on this event
  };

  const watcher = new IntersectionObserver(
    (entries) => {
      entries.forEach(({ target, isIntersecting }) => inView[isIntersecting ? "add" : "delete"](target));
      mark();
    },
    { rootMargin: "-15% 0px -60% 0px" },
  );
  sections.forEach((section) => section && watcher.observe(section));
})();
