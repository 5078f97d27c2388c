"""Where each method is from, and the section of docs/methods.md that tells it."""

from __future__ import annotations

from typing import NamedTuple


class Method(NamedTuple):
    """A method.

    Args:
        source: Author and year; nothing for what is only counted or named.
        section: Anchor of its section in docs/methods.md.
    """

    source: str
    section: str


# By the names that results and settings give them, and by names of this package's own.
METHODS: dict[str, Method] = {
    # What is counted
    "names": Method("", "how-to-read-this-page"),
    "counts": Method("", "counts-bases-and-shares"),
    "routing": Method("", "who-was-asked"),
    "print": Method("Brown & Heathers 2017", "counts-behind-printed-figures"),
    "sets": Method("Fréchet 1951", "counts-behind-printed-figures"),
    "ranges": Method("", "figures-from-a-range-of-counts"),
    # One share
    "wilson": Method("Wilson 1927", "wilson-interval"),
    "clopper-pearson": Method("Clopper & Pearson 1934", "clopper-pearson-interval"),
    "jeffreys": Method("Brown, Cai & DasGupta 2001", "jeffreys-interval"),
    # The change of a share
    "miettinen-nurminen": Method("Miettinen & Nurminen 1985", "miettinen-nurminen-interval"),
    "newcombe": Method("Newcombe 1998b", "newcombe-interval"),
    "n_minus_1": Method("E. Pearson 1947; Campbell 2007", "n-1-chi-squared-test"),
    "fisher_irwin": Method("Fisher 1935; Irwin 1935", "fisher-irwin-test"),
    "fisher_mid_p": Method("Lancaster 1961; Hirji, Tan & Elashoff 1991", "fisher-mid-p-test"),
    "boschloo": Method("Boschloo 1970", "boschloo-test"),
    "cohens_h": Method("Cohen 1988", "cohens-h"),
    # Whole questions
    "pearson": Method("K. Pearson 1900; Cochran 1954", "pearson-chi-squared-test"),
    "cramers_v": Method("Cramér 1946", "cramérs-v"),
    "exact_permutation": Method("Fisher 1935", "permutation-test"),
    "permutation": Method("Fisher 1935; Phipson & Smyth 2010", "permutation-test"),
    "freeman_halton": Method("Freeman & Halton 1951", "freeman-halton-test"),
    "brunner_munzel": Method("Brunner & Munzel 2000; Neubert & Brunner 2007", "brunner-munzel-test"),
    "prob_higher": Method("Brunner & Munzel 2000", "brunner-munzel-test"),
    "holm_over_options": Method("Holm 1979", "holm-over-the-options"),
    "max_t_normal": Method("Westfall & Young 1993; Hothorn, Bretz & Westfall 2008", "max-t-permutation"),
    "max_t": Method("Westfall & Young 1993; Phipson & Smyth 2010", "max-t-permutation"),
    "rao_scott_multiple": Method("Thomas & Decady 2004; Bilder & Loughin 2004", "rao-scott-for-several-answers"),
    # The same people
    "links": Method("", "linked-pairs"),
    "mcnemar_mid_p": Method("Fagerland, Lydersen & Laake 2013", "mcnemar-mid-p-test"),
    "newcombe_paired": Method("Newcombe 1998c", "newcombe-interval-for-pairs"),
    "derrick_z8": Method("Derrick, Dobson-McKittrick, Toher & White 2015", "derricks-z8"),
    "bhapkar": Method("Bhapkar 1966", "bhapkar-test"),
    "paired_permutation": Method("Bhapkar 1966; Phipson & Smyth 2010", "bhapkar-test"),
    "wilcoxon": Method("Wilcoxon 1945; Lehmann 1975", "wilcoxon-signed-rank-test"),
    "wilcoxon_exact": Method("Wilcoxon 1945; Lehmann 1975", "wilcoxon-signed-rank-test"),
    "prob_higher_pairs": Method("Tango 1998", "wilcoxon-signed-rank-test"),
    "overlap": Method("Tam 1984", "stated-overlap"),
    # The people invited, and those who did not answer
    "estimand": Method("", "two-estimands"),
    "finite_population": Method("Cochran 1977", "finite-population"),
    "hypergeometric": Method("Cochran 1977; Wright 1991", "how-many-of-the-people-invited"),
    "response": Method("", "response-rate"),
    "worst_case": Method("Manski 1989", "worst-case-bounds"),
    "tipping_share": Method("Yan, Lee & Li 2009", "tipping-points"),
    "tipping_difference": Method("Kline & Santos 2013", "tipping-points"),
    "sturdiness": Method("Manski 1989; Kline & Santos 2013", "sturdiness"),
    # Weights
    "effective_n": Method("", "effective-n"),
    "kish": Method("Kish 1965", "effective-n"),
    "weighted_share": Method("Holt & Smith 1979; Deming & Stephan 1940", "post-stratification-and-raking"),
    "rao_scott": Method("Rao & Scott 1984; Thomas & Rao 1987", "rao-scott-test"),
    # Many tests, findings and verdicts
    "family": Method("", "families"),
    "holm": Method("Holm 1979", "holm-adjustment"),
    "bh": Method("Benjamini & Hochberg 1995", "benjamini-hochberg-adjustment"),
    "none": Method("", "families"),
    "finding": Method("", "findings"),
    "margin": Method("Westlake 1972; Schuirmann 1987", "margins-and-verdicts"),
    "verdict": Method("Rogers, Howard & Vessey 1993", "margins-and-verdicts"),
    # Several waves
    "trend": Method("", "cochran-armitage-test"),
    "cochran_armitage": Method("Cochran 1954; Armitage 1955; Mantel 1963", "cochran-armitage-test"),
    "slope": Method("Armitage 1955", "slope"),
    "jonckheere_terpstra": Method("Terpstra 1952; Jonckheere 1954", "jonckheere-terpstra-test"),
    "flags": Method("", "flags"),
}
