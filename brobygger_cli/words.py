"""What people read in tables, in Danish and English; questions and options come from the questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

WORDS: dict[str, tuple[str, str]] = {  # key: (Danish, English)
    "account": ("Opgørelse af rækkerne", "Account of the rows"),
    "adjusted_p": ("p just.", "p adj."),
    "agrees": ("stemmer", "agrees"),
    "all_groups": ("Alle grupper samlet", "All groups together"),
    "answered": ("Besvaret", "Answered"),
    "asked": ("↳ blev spurgt", "↳ were asked"),
    "asked_if": ("Stillet til", "Asked of"),
    "better": ("forbedring", "better"),
    "base": ("Base", "Base"),
    "baseline": ("Baseline", "Baseline"),
    "blank": ("Ubesvaret", "Blank"),
    "change": ("Ændring", "Change"),
    "changed": ("● ændret", "● changed"),
    "code": ("Kode", "Code"),
    "column": ("Kolonne", "Column"),
    "count": ("Antal", "Count"),
    "difference": ("Forskel", "Difference"),
    "differs": ("AFVIGER", "DIFFERS"),
    "dont_know": ("Ved ikke", "Don't know"),
    "error": ("FEJL", "ERROR"),
    "expected": ("Ventet", "Expected"),
    "fall": ("▼ fald", "▼ fall"),
    "figure": ("Tal", "Figure"),
    "finding": ("Resultat", "Finding"),
    "followup": ("Opfølgning", "Follow-up"),
    "got": ("Beregnet", "Got"),
    "group": ("Gruppe", "Group"),
    "how": ("Hvordan det er fremkommet", "How it came about"),
    "groups": ("Grupper", "Groups"),
    "groups_differ": ("● forskellige", "● different"),
    "group_higher": ("▲ højere", "▲ higher"),
    "group_lower": ("▼ lavere", "▼ lower"),
    "family": ("{adjustment}, familie på {size}", "{adjustment}, family of {size}"),
    "indicative": ("svarprocenten er for lav: kun en indikation", "response too low: an indication only"),
    "indicators": ("Indikatorer", "Indicators"),
    "invalid": ("Ugyldig", "Invalid"),
    "line": ("Linje", "Line"),
    "mix": ("Blanding", "Mix"),
    "no_violations": ("Ingen fejl eller advarsler.", "No errors or warnings."),
    "no_answers": ("ingen svar", "no answers"),
    "not_asked": ("Ikke spurgt", "Not asked"),
    "not_asked_then": ("ikke spurgt", "not asked"),
    "not_compared": ("–", "–"),
    "partly_in_print": ("delvist offentliggjort", "partly in print"),
    "not_in_print": ("ikke offentliggjort", "not in print"),
    "of_invited": ("af de inviterede", "of those invited"),
    "options": ("Svarmuligheder", "Options"),
    "printed": ("publiceret tabel", "printed table"),
    "question": ("Spørgsmål", "Question"),
    "questionnaire": ("Spørgeskema", "Questionnaire"),
    "questions": ("Spørgsmål som helhed", "Whole questions"),
    "questions_counted": ("Spørgsmål", "Questions"),
    "rise": ("▲ stigning", "▲ rise"),
    "rows": ("Rækker", "Rows"),
    "rule": ("Hvad er galt", "What is wrong"),
    "selftest": ("Selvtest: publicerede eksempler, regnet efter her", "Selftest: published examples recomputed here"),
    "share": ("Andel", "Share"),
    "source": ("Kilde", "Source"),
    "test": ("Test", "Test"),
    "times": ("Antal gange", "Times"),
    "title": ("Titel", "Title"),
    "total": ("Total", "Total"),
    "type": ("Type", "Type"),
    "unclear": ("○ usikkert", "○ unclear"),
    "linked": (
        "{pairs} koblede, {leavers} frafaldne, {newcomers} nye",
        "{pairs} linked, {leavers} leavers, {newcomers} newcomers",
    ),
    "slope": ("Udvikling", "Trend"),
    "trend": ("udvikling over alle bølger", "trend over all waves"),
    "trivial": ("△ ubetydelig", "△ trivial"),
    "equivalent": ("≈ inden for margen", "≈ within margin"),
    "in_any_case": ("uanset hvad", "in any case"),
    "if_differing_less": ("hvis < {points} pp", "if < {points} pts"),
    "answers": ("Svar", "Answers"),
    "answers_needed": ("Nødvendige svar", "Answers needed"),
    "expected_base": ("Ventet base", "Expected base"),
    "planned": (
        "Opfølgning: {answers} ventede svar, {share} af {invited} inviterede",
        "Follow-up: {answers} answers expected, {share} of {invited} invited",
    ),
    "planned_invited": ("Opfølgning: {invited} inviterede", "Follow-up: {invited} invited"),
    "population": ("Population", "Population"),
    "power": ("Styrke", "Power"),
    "smallest_change": ("Mindste ændring", "Smallest change"),
    "wanted": ("Ønsket", "Wanted"),
    "wanted_change": ("en ændring på {points} procentpoint", "a change of {points} points"),
    "worst_case": ("↳ i værste fald", "↳ worst case"),
    "value": ("Værdi", "Value"),
    "warning": ("advarsel", "warning"),
    "within_groups": ("I grupperne", "Within groups"),
    "worse": ("forværring", "worse"),
    "note_change": (
        "Ændring i procentpoint (opfølgning minus baseline) med {confidence} % konfidensinterval, der ikke er justeret for antallet af test.",
        "Change in percentage points (follow-up minus baseline) with {confidence}% confidence interval, not adjusted for the number of tests.",
    ),
    "note_effect_prob_higher": (
        "Spørgsmål som helhed: P er sandsynligheden for, at et svar i opfølgningen ligger højere på skalaen end et i baseline, ens svar talt halvt (0,50 er ingen forskel).",
        "Whole questions: P is the probability that an answer at follow-up is higher on the scale than one at baseline, ties counted half (0.50 is no difference).",
    ),
    "note_effect_prob_higher_pairs": (
        "Koblede spørgsmål: P er andelen af parrene, der svarede højere i opfølgningen, plus halvdelen af dem, der svarede det samme (0,50 er ingen forskel).",
        "Linked questions: P is the share of the pairs who answered higher at follow-up, plus half of those who answered the same (0.50 is no difference).",
    ),
    "note_effect_cramers_v": (
        "V er Cramérs V: 0 er ingen forskel, 1 intet til fælles.",
        "V is Cramér's V: 0 is no difference, 1 nothing in common.",
    ),
    "pairs": ("par: {n}", "pairs: {n}"),
    "note_finding": (
        "p: justeret for antallet af test i familien, med den rå i parentes. Resultatet følger den justerede (grænse {alpha}); ○ betyder, at data ikke kan afgøre det, ikke at intet er ændret.",
        "p: adjusted for the number of tests in the family, with the raw one in brackets. The finding follows the adjusted one (limit {alpha}); ○ means that the data cannot tell, not that nothing has changed.",
    ),
    "note_sturdy": (
        "Ved resultatet: det går samme vej, hvis de, der ikke svarede, afviger mindre end så meget fra dem, der svarede (i begge bølger, hver sin vej); »uanset hvad«: hvad de end mener.",
        "With the finding: it goes the same way if those who did not answer differ by less than that from those who did (in both waves, in opposite directions); “in any case”: whatever they think.",
    ),
    "note_population": (
        "Konfidensintervallerne handler om netop de inviterede (endelig population), som om de, der svarede, var trukket tilfældigt iblandt dem; p handler om processen.",
        "Confidence intervals are about the very people invited (finite population), as if those who answered were drawn at random among them; p is about the process.",
    ),
    "note_worst_case": (
        "↳ i værste fald: hvis ingen, eller alle, af dem, der ikke svarede, ville have valgt det.",
        "↳ worst case: if none, or all, of those who did not answer had chosen it.",
    ),
    "note_margin": (
        "≈ inden for margen: intet fund, og rækkens eget interval (90 % ved 95 % konfidens) ligger inden for den margen, der er sat for, hvad der betyder noget; △ ubetydelig: ændret, men inden for margenen. Det handler om dem, der svarede.",
        "≈ within margin: nothing found, and the row's own interval (90% at 95% confidence) lies within the margin set for what matters; △ trivial: changed, but within the margin. It is about those who answered.",
    ),
    "note_difference": (
        "Forskel i procentpoint (anden gruppe minus første) med {confidence} % konfidensinterval, der ikke er justeret for antallet af test.",
        "Difference in percentage points (second group minus first) with {confidence}% confidence interval, not adjusted for the number of tests.",
    ),
    "note_difference_changes": (
        "Ændringer i procentpoint (opfølgning minus baseline); forskel: anden gruppes ændring minus førstes. Med {confidence} % konfidensinterval, der ikke er justeret for antallet af test.",
        "Changes in percentage points (follow-up minus baseline); difference: the second group's change minus the first one's. With {confidence}% confidence interval, not adjusted for the number of tests.",
    ),
    "note_effect_groups": (
        "Spørgsmål som helhed: P er sandsynligheden for, at et svar i anden gruppe ligger højere på skalaen end et i første, ens svar talt halvt (0,50 er ingen forskel); V er Cramérs V.",
        "Whole questions: P is the probability that an answer in the second group is higher on the scale than one in the first, ties counted half (0.50 is no difference); V is Cramér's V.",
    ),
    "note_finding_groups": (
        "p: justeret for antallet af test i familien, med den rå i parentes. Resultatet følger den justerede (grænse {alpha}) og gælder anden gruppe; ○ betyder, at data ikke kan afgøre det, ikke at der ingen forskel er.",
        "p: adjusted for the number of tests in the family, with the raw one in brackets. The finding follows the adjusted one (limit {alpha}) and is about the second group; ○ means that the data cannot tell, not that there is no difference.",
    ),
    "note_holm_questions": (
        "Spørgsmål som helhed: om grupperne har ændret sig forskelligt i nogen af svarmulighederne (Holm over dem).",
        "Whole questions: whether the groups have changed differently in any of the options (Holm over them).",
    ),
    "note_linked_groups": (
        "Koblede svar: gruppernes intervaller ved, hvor ens de samme personers svar er i de to bølger.",
        "Linked answers: the groups' intervals know how alike the same people's answers are in the two waves.",
    ),
    "note_sturdy_groups": (
        "Ved resultatet: det går samme vej, hvis de, der ikke svarede, afviger mindre end så meget fra dem, der svarede (i begge grupper, hver sin vej); »uanset hvad«: hvad de end mener.",
        "With the finding: it goes the same way if those who did not answer differ by less than that from those who did (in both groups, in opposite directions); “in any case”: whatever they think.",
    ),
    "note_mix": (
        "Ændring i procentpoint = i grupperne + blanding. I grupperne: hvad ændringen var, hvis gruppernes andele af alle ikke havde flyttet sig, med {confidence} % konfidensinterval, der tager dem for givet. Blanding: hvad der følger af, at de har flyttet sig.",
        "Change in percentage points = within groups + mix. Within groups: what the change would be if the groups' parts of all had not moved, with {confidence}% confidence interval that takes them as given. Mix: what follows from their having moved.",
    ),
    "note_part": (
        "Under hver linje gruppernes egne ændringer og deres bidrag; under gruppens navn dens del af alle i de to bølger.",
        "Below each line the groups' own changes and what they contribute; below a group's name its part of all in the two waves.",
    ),
    "note_mix_of_answers": (
        "Alle samlet: hver gruppe tæller med dem, der svarede, så forskellige svarprocenter flytter tallet; --estimand population lader den tælle med de inviterede.",
        "All together: each group counts for those who answered, so different response rates move the figure; --estimand population lets it count for those invited.",
    ),
    "note_mix_of_invited": (
        "Alle samlet: hver gruppe tæller med de inviterede, ikke med dem, der svarede, så andelene er ikke antal/base.",
        "All together: each group counts for those invited, not for those who answered, so the shares are not count/base.",
    ),
    "note_linked": (
        "Koblede svar: testene af andele ved, hvem der svarede i begge bølger.",
        "Linked answers: the tests of shares know who answered in both waves.",
    ),
    "note_linked_questions": (
        "Hele spørgsmål med par: testen er på parrene alene.",
        "Whole questions with pairs: the test is of the pairs alone.",
    ),
    "note_overlap": (
        "Oplyst overlap: uden --overlap-correlation regnes med den sammenhæng mellem en persons to svar, der gør ændringen mest usikker; change_overlap_low og _high (csv) er intervallet ved den, der gør den sikrest.",
        "Stated overlap: without --overlap-correlation, a person's two answers are taken to be related so that the change is least certain; change_overlap_low and _high (csv) are its interval if they are related so that it is most certain.",
    ),
    "note_weights": (
        "Andele er vægtede, antal er uvægtede; test og intervaller bruger det effektive n. Hvad de, der ikke svarede, kan flytte, siges kun om uvægtede andele.",
        "Shares are weighted, counts are not; tests and intervals use the effective n. How far those who did not answer could move them is said of unweighted shares only.",
    ),
    "note_trend": (
        "Udvikling: ændring i procentpoint fra bølge til bølge (pr. tidsenhed, hvor tider er oplyst) over alle bølger; P er sandsynligheden for, at et senere svar ligger højere.",
        "Trend: change in percentage points from wave to wave (per unit of time where times are given) over all waves; P is the probability that a later answer is higher.",
    ),
    "note_asked": (
        "↳ blev spurgt: hvem filteret førte til spørgsmålet, med ujusteret p i parentes; er den andel ændret, er basen en anden.",
        "↳ were asked: whom the routing led to the question, with unadjusted p in brackets; where that share has changed, so has the base.",
    ),
    "note_explained": (
        "Hvert tal med fuld præcision, kilde og afsnit i docs/methods.md: --format csv.",
        "Every figure in full precision, with its source and section of docs/methods.md: --format csv.",
    ),
    "note_hidden": (
        "Enkelte svarmuligheder: --only options eller --question ID; alt med fuld præcision: --format csv.",
        "Single options: --only options or --question ID; everything in full precision: --format csv.",
    ),
    "note_range": (
        "Et interval af antal (fx 70–71/208): flere antal passer med den trykte procent.",
        "A range of counts (e.g. 70–71/208): the printed percentage allows several.",
    ),
    "note_multiple": (
        "Flere svar er mulige, så andelene summer ikke til 100.",
        "Several answers are possible, so shares do not sum to 100.",
    ),
    "note_smallest": (
        "Mindste ændring i procentpoint: den mindste, som en test på niveauet {level} finder med {power} styrke.",
        "Smallest change in percentage points: the smallest that a test at the level of {level} finds with {power} power.",
    ),
    "note_other_way": (
        "Først den vej, der er en forbedring (op, hvor ingen af dem er det), i parentes den anden.",
        "First the way that is an improvement (up where neither is), in brackets the other one.",
    ),
    "note_planned_holm": (
        "Holm: når alle {size} indikatorer testes sammen (højst så meget kræver Holms justering).",
        "Holm: where all {size} indicators are tested together (the most that Holm's adjustment asks for).",
    ),
    "note_planned_population": (
        "Population: hvad der gælder for netop de inviterede, som om de, der svarer, er trukket tilfældigt iblandt dem; p handler om processen.",
        "Population: what is true of the very people invited, as if those who answer were drawn at random among them; p is about the process.",
    ),
    "note_wanted": (
        "Styrke: sandsynligheden for at finde ændringen med de ventede svar. Nødvendige svar: så mange fra hele gruppen, at styrken bliver {power}. I parentes: efter Holm.",
        "Power: the probability of finding the change with the answers expected. Answers needed: so many from the whole group that it becomes {power}. In brackets: after Holm.",
    ),
    "note_more_than_invited": ("⁺ flere end de inviterede.", "⁺ more than are invited."),
    "note_out_of_reach": (
        "–: ingen ændring er stor nok, eller intet antal svar er nok, fordi baseline er for lille.",
        "–: no change is large enough, or no number of answers suffices because the baseline is too small.",
    ),
    "note_bar": (
        "{legend}: hver blok er {step} procentpoint; jo kortere, jo mindre ændringer kan ses. – og →: ingen ændring er stor nok.",
        "{legend}: each block is {step} points; the shorter, the smaller the changes that show. – and →: no change is large enough.",
    ),
    "note_below": ("Under {share}: {what}.", "Below {share}: {what}."),
    "beware": ("Vær opmærksom på", "Beware"),
    "beware_low_response": (
        "for få i gruppen har svaret: kun en indikation",
        "too few of the group answered: an indication only",
    ),
    "beware_invalid_left_out": ("ugyldige svar er udeladt", "invalid answers are left out"),
    "beware_from_percent": ("antallet følger af en trykt procent", "the count follows from a printed percentage"),
    "beware_wording_inferred": ("ordlyden er udledt", "the wording is inferred"),
    "beware_wording_differs": ("ordlyden er ændret", "the wording has changed"),
    "beware_options_differ": ("svarmulighederne er ændret", "the options have changed"),
    "beware_routing_differs": ("andre er blevet spurgt", "other people were asked"),
    "beware_small_base": ("en base under 30", "a base below 30"),
    "beware_expected_low": ("få forventede svar: eksakt test", "few expected: an exact test"),
    "beware_links_doubtful": (
        "de koblede id'er synes at stå for andre mennesker",
        "the linked ids seem to stand for other people",
    ),
    "beware_links_unused": (
        "testen tager bølgerne som uafhængige: for få koblede, eller vægtede",
        "the test takes the waves as independent: too few linked, or weighted",
    ),
    "beware_pairs_only": ("testen er alene på de koblede par", "the test is of the linked pairs alone"),
    "beware_off_scale": ("svar uden for skalaen er ikke med i testen", "answers off the scale are not in the test"),
    "beware_asked_changed": ("basen har flyttet sig: andre er spurgt", "the base has moved: other people were asked"),
    "beware_asked_differs": (
        "grupperne er ikke blevet spurgt i samme omfang",
        "the groups were not asked to the same extent",
    ),
    "beware_adjusted_bound": ("justeret p er en øvre grænse", "adjusted p is an upper bound"),
}

# Methods by the names that results give them: proper names, but for those that are words.
TESTS: dict[str, tuple[str, str]] = {
    "n_minus_1": ("N−1 χ²", "N−1 χ²"),
    "fisher_irwin": ("Fisher–Irwin", "Fisher–Irwin"),
    "fisher_mid_p": ("Fisher mid-p", "Fisher mid-p"),
    "boschloo": ("Boschloo", "Boschloo"),
    "pearson": ("Pearson χ²", "Pearson χ²"),
    "freeman_halton": ("Freeman–Halton", "Freeman–Halton"),
    "exact_permutation": ("eksakt permutation", "exact permutation"),
    "permutation": ("permutation", "permutation"),
    "brunner_munzel": ("Brunner–Munzel", "Brunner–Munzel"),
    "holm_over_options": ("Holm", "Holm"),
    "max_t": ("permutation (max-T)", "permutation (max-T)"),
    "max_t_normal": ("normalfordeling (max-T)", "normal (max-T)"),
    "rao_scott": ("Rao–Scott", "Rao–Scott"),
    "rao_scott_multiple": ("Rao–Scott", "Rao–Scott"),
    "mcnemar_mid_p": ("McNemar mid-p", "McNemar mid-p"),
    "derrick_z8": ("z8 (Derrick)", "z8 (Derrick)"),
    "paired_permutation": ("permutation (par)", "permutation (pairs)"),
    "bhapkar": ("Bhapkar", "Bhapkar"),
    "wilcoxon": ("Wilcoxon", "Wilcoxon"),
    "wilcoxon_exact": ("Wilcoxon, eksakt", "Wilcoxon, exact"),
    "cochran_armitage": ("Cochran–Armitage", "Cochran–Armitage"),
    "jonckheere_terpstra": ("Jonckheere–Terpstra", "Jonckheere–Terpstra"),
    "mover": ("MOVER", "MOVER"),
}
ADJUSTMENTS = {"holm": "Holm", "bh": "Benjamini–Hochberg", "max_t": "max-T", "none": "–"}
EFFECTS = {"prob_higher": "P", "prob_higher_pairs": "P", "cramers_v": "V"}


def word(key: str, language: Language, **values: object) -> str:
    """Return what `key` stands for, with `values` put in."""
    danish, english = WORDS[key]
    return (danish if language == "da" else english).format(**values)
