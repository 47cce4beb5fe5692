/* The Brier score of probabilities (0 to 1) and of what happened (1 or 0), as bookkit.models.scoring.brier_score
   computes it; a test holds the two equal. */
window.natoiraqBrier = (probabilities, happened) =>
  probabilities.reduce((sum, probability, i) => sum + (probability - happened[i]) ** 2, 0) / probabilities.length;
