"""The sentences of an explanation, in Danish and English; figures and formulas are put in where they are used.

A formula is the same in both languages but for its decimal mark, so a sentence only says what it is a formula of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language


class Phrase(NamedTuple):
    """A sentence, or a part of one, with names in braces for what is put in."""

    da: str
    en: str


PHRASES: dict[str, Phrase] = {
    "low": Phrase(da="nedre ende", en="lower end"),
    "high": Phrase(da="øvre ende", en="upper end"),
    # What a row is about
    "questionnaire": Phrase(
        da="Spørgeskemaet i den senere bølge: {title}.",
        en="The questionnaire of the later wave: {title}.",
    ),
    "group": Phrase(da="Gruppen: {label}.", en="The group: {label}."),
    "level_indicator": Phrase(
        da="En indikator: en andel, som spørgeskemaet navngiver for at følge den over tid.",
        en="An indicator: a share that the questionnaire names for following it over time.",
    ),
    "level_question": Phrase(da="Et spørgsmål som helhed.", en="A question as a whole."),
    "level_option": Phrase(da="Et af svarene på et spørgsmål.", en="One of the answers to a question."),
    "level_net": Phrase(
        da="Flere svar taget sammen: dem, der gav mindst ét af dem.",
        en="Several answers taken together: those who gave at least one of them.",
    ),
    "question": Phrase(da="Der blev spurgt: {text}", en="What was asked: {text}"),
    "option": Phrase(da="Svaret: {label}.", en="The answer: {label}."),
    "options": Phrase(
        da="Dem, der gav mindst ét af svarene {options}.",
        en="Those who gave at least one of the answers {options}.",
    ),
    "label": Phrase(da="Ordlyden på det ønskede sprog.", en="The wording in the language asked for."),
    "compared_as_nominal": Phrase(
        da="Spørgsmålets type, {type}: svarene har ingen rækkefølge.",
        en="The type of the question, {type}: its answers have no order.",
    ),
    "compared_as_ordinal": Phrase(
        da="Spørgsmålets type, {type}: svarene står på en skala.",
        en="The type of the question, {type}: its answers stand on a scale.",
    ),
    "compared_as_options": Phrase(
        da="Spørgsmålets type, {type}: der kan gives flere svar.",
        en="The type of the question, {type}: several answers can be given.",
    ),
    "compared_as_nothing": Phrase(
        da="Spørgsmålets type, {type}: det testes ikke.",
        en="The type of the question, {type}: it is not tested.",
    ),
    "wave_respondents": Phrase(
        da="Bølgen {wave} er {path}, med en række for hver, der svarede.",
        en="The wave {wave} is {path}, with a row for everybody who answered.",
    ),
    "wave_printed": Phrase(
        da="Bølgen {wave} er {path}, en trykt tabel.",
        en="The wave {wave} is {path}, a printed table.",
    ),
    "comparison_change": Phrase(
        da="Ændringen er {followup} minus {baseline}.",
        en="The change is {followup} minus {baseline}.",
    ),
    "comparison_trend": Phrase(da="Udviklingen over alle bølger: {waves}.", en="The trend over all waves: {waves}."),
    "estimand_process": Phrase(
        da="Intervallerne handler om det, der frembringer svarene, og ikke kun om netop disse mennesker: uden "
        "korrektion for endelig population.",
        en="The intervals are about what brings the answers about, not only about these very people: there is no "
        "correction for a finite population.",
    ),
    "estimand_population": Phrase(
        da="Intervallerne handler om netop de inviterede mennesker, som om de, der svarede, var trukket tilfældigt "
        "iblandt dem; p-værdierne handler om det, der frembringer svarene.",
        en="The intervals are about the very people invited, as if those who answered were drawn at random among "
        "them; p-values are about what brings the answers about.",
    ),
    "flags": Phrase(da="Vær opmærksom på: {told}.", en="Beware: {told}."),
    # Counts, bases and shares
    "count_respondents": Phrase(
        da="{count} af de {base}, der svarede i {wave}, gav det svar.",
        en="{count} of the {base} who answered in {wave} gave that answer.",
    ),
    "count_of_several": Phrase(
        da="{sum} af de {base}, der svarede i {wave}, gav et af svarene.",
        en="{sum} of the {base} who answered in {wave} gave one of the answers.",
    ),
    "count_count": Phrase(da="{wave} trykker {count} af {base}.", en="{wave} prints {count} of {base}."),
    "count_of_printed": Phrase(
        da="{wave} trykker hvert af svarene for sig, af {base}: {sum}.",
        en="{wave} prints each of its answers by itself, of {base}: {sum}.",
    ),
    "count_percent": Phrase(
        da="{wave} trykker kun en procent af {base}, og kun {count} afrundes til den.",
        en="{wave} prints only a percentage of {base}, and only {count} rounds to it.",
    ),
    "count_derived": Phrase(
        da="{wave} trykker det ikke, men det, der er trykt, tillader kun {count} af {base}.",
        en="{wave} does not print it, but what is printed allows only {count} of {base}.",
    ),
    "count_only": Phrase(da="Kun ét antal er muligt: {count}.", en="Only one count is possible: {count}."),
    "count_min_percent": Phrase(
        da="{wave} trykker kun en procent af {base}, og {low} til {high} afrundes til den; {low} er det mindste antal.",
        en="{wave} prints only a percentage of {base}, and {low} to {high} round to it; {low} is the smallest count.",
    ),
    "count_max_percent": Phrase(
        da="{wave} trykker kun en procent af {base}, og {low} til {high} afrundes til den; {high} er det største "
        "antal.",
        en="{wave} prints only a percentage of {base}, and {low} to {high} round to it; {high} is the largest count.",
    ),
    "count_min_of_ticks": Phrase(
        da="Det trykte viser ikke, hvilke kryds samme person har sat; mindst så mange som det hyppigste af svarene "
        "({parts}) gav et af dem: {low} af {base}.",
        en="Print does not tell which ticks one person made; at least as many as the most frequent of the answers "
        "({parts}) gave one of them: {low} of {base}.",
    ),
    "count_max_of_ticks": Phrase(
        da="Det trykte viser ikke, hvilke kryds samme person har sat; højst så mange gav et af svarene, som hvis alle "
        "kryds var forskellige personers ({parts}), og ikke flere end {base}: {high}.",
        en="Print does not tell which ticks one person made; at most as many gave one of the answers as if all ticks "
        "were different people's ({parts}), and no more than {base}: {high}.",
    ),
    "count_min_derived": Phrase(
        da="Det, {wave} trykker, tillader {low} til {high} af {base}; {low} er det mindste antal.",
        en="What {wave} prints allows {low} to {high} of {base}; {low} is the smallest count.",
    ),
    "count_max_derived": Phrase(
        da="Det, {wave} trykker, tillader {low} til {high} af {base}; {high} er det største antal.",
        en="What {wave} prints allows {low} to {high} of {base}; {high} is the largest count.",
    ),
    "base_respondents": Phrase(
        da="{base} besvarede spørgsmålet i {wave}, »ved ikke« medregnet.",
        en="{base} answered the question in {wave}, “don't know” included.",
    ),
    "base_printed": Phrase(da="{wave} trykker basen: {base} svarede.", en="{wave} prints the base: {base} answered."),
    "share": Phrase(da="Antal over base: {formula}.", en="Count over base: {formula}."),
    "share_weighted": Phrase(
        da="Vægtet: summen af vægtene for dem, der gav svaret, over summen for alle, der svarede: {formula}.",
        en="Weighted: the weights of those who gave the answer over those of all who answered: {formula}.",
    ),
    "limit_wilson": Phrase(
        da="Wilsons score-interval, {confidence}, {end}: {formula}, med {n}.",
        en="Wilson's score interval, {confidence}, {end}: {formula}, with {n}.",
    ),
    "limit_clopper_pearson_low": Phrase(
        da="Clopper og Pearsons interval, {confidence}, nedre ende: andelen, hvor {chosen} eller flere af {size} har "
        "sandsynligheden {tail}: {found}, med {n}.",
        en="Clopper and Pearson's interval, {confidence}, lower end: the share at which {chosen} or more of {size} "
        "have the probability {tail}: {found}, with {n}.",
    ),
    "limit_clopper_pearson_high": Phrase(
        da="Clopper og Pearsons interval, {confidence}, øvre ende: andelen, hvor {chosen} eller færre af {size} har "
        "sandsynligheden {tail}: {found}, med {n}.",
        en="Clopper and Pearson's interval, {confidence}, upper end: the share at which {chosen} or fewer of {size} "
        "have the probability {tail}: {found}, with {n}.",
    ),
    "limit_jeffreys": Phrase(
        da="Jeffreys' interval, {confidence}, {end}: fordelingen Beta({parameters}) har {tail} under {found}, med {n}.",
        en="Jeffreys' interval, {confidence}, {end}: the distribution Beta({parameters}) has {tail} below {found}, "
        "with {n}.",
    ),
    "limit_known": Phrase(
        da="Alle, som andelen handler om, har svaret: den er {found}, uden usikkerhed.",
        en="Everybody whom the share is about has answered: it is {found}, without uncertainty.",
    ),
    "limit_at_the_end": Phrase(
        da="Ingen eller alle gav svaret, så andelen står ved enden af skalaen: {found} er intervallets {end}.",
        en="Nobody or everybody gave the answer, so the share stands at the end of the scale: {found} is the {end}.",
    ),
    "test_n": Phrase(
        da="Testen sammenligner alle {n} svar fra {wave}.",
        en="The test compares all {n} answers of {wave}.",
    ),
    "test_n_on_scale": Phrase(
        da="Testen sammenligner {n} af de {base} svar fra {wave}: de øvrige er ikke et trin på skalaen.",
        en="The test compares {n} of the {base} answers of {wave}: the others are no step of the scale.",
    ),
    "test_n_of_pairs": Phrase(
        da="Testen handler om de {n} par, der svarede i begge bølger; {base} svarede i {wave}.",
        en="The test is of the {n} pairs who answered in both waves; {base} answered in {wave}.",
    ),
    "asked": Phrase(
        da="{asked} af {of} blev ført videre til spørgsmålet af deres svar på {earlier} i {wave}.",
        en="{asked} of {of} were led on to the question by their answer to {earlier} in {wave}.",
    ),
    "asked_of": Phrase(
        da="{of} besvarede det tidligere spørgsmål {earlier} i {wave}; {asked} af dem blev ført videre.",
        en="{of} answered the earlier question {earlier} in {wave}; {asked} of them were led on.",
    ),
    "asked_change": Phrase(
        da="Ændringen i andelen, der blev spurgt: {formula}.",
        en="The change of the share that was asked: {formula}.",
    ),
    # What answers are worth
    "effective_n": Phrase(da="{why}: {n}.", en="{why}: {n}."),
    "effective_n_with_overlap": Phrase(
        da="{why}: {n}. {together} er med i begge bølger, så ændringens varians er denne del af, hvad uafhængige "
        "bølger ville give: {ratio}. Derfor {formula}.",
        en="{why}: {n}. {together} people are in both waves, so that the variance of the change is this part of what "
        "independent waves would give: {ratio}. Hence {formula}.",
    ),
    "why_plain": Phrase(da="Bølgens svar", en="Answers of the wave"),
    "why_weights": Phrase(
        da="Lige vægtede svar, der ville være lige så sikre, (Σw)² / Σw²",
        en="Equally weighted answers that would be as certain, (Σw)² / Σw²",
    ),
    "why_population": Phrase(
        da="Svar fra en uendelig population, der ville være lige så sikre, n(N − 1) / (N − n)",
        en="Answers from an infinite population that would be as certain, n(N − 1) / (N − n)",
    ),
    "why_weights_population": Phrase(
        da="Lige vægtede svar fra en uendelig population, der ville være lige så sikre, (Σw)² / Σw² gange (N − 1) / "
        "(N − n)",
        en="Equally weighted answers from an infinite population that would be as certain, (Σw)² / Σw² times (N − 1) "
        "/ (N − n)",
    ),
    "design_effect": Phrase(
        da="Ulige vægte ganger en andels varians med n Σw² / (Σw)²: {formula}.",
        en="Unequal weights multiply the variance of a share by n Σw² / (Σw)²: {formula}.",
    ),
    "overlap_unknown": Phrase(
        da="Oplyst med --overlap: {overlap} svarede i begge bølger; hvor ens en persons to svar er, vides ikke, så "
        "ændringen regnes for så usikker, som en korrelation på 0 eller mere kan gøre den.",
        en="Stated with --overlap: {overlap} answered in both waves; how alike a person's two answers are is not "
        "known, so the change is taken to be as uncertain as a correlation of 0 or more can make it.",
    ),
    "overlap_correlated": Phrase(
        da="Oplyst med --overlap: {overlap} svarede i begge bølger, og en persons to svar korrelerer med "
        "{correlation}.",
        en="Stated with --overlap: {overlap} answered in both waves, and a person's two answers correlate by "
        "{correlation}.",
    ),
    # The change of a share
    "change": Phrase(da="Opfølgning minus baseline: {formula}.", en="Follow-up minus baseline: {formula}."),
    "miettinen_nurminen": Phrase(
        da="Miettinen og Nurminens score-interval, {confidence}, {end}: den yderste ændring d, som score-testen ikke "
        "forkaster, (ændring − d)² = z² × ændringens varians, hvis d var sand: d = {found}, hvor {formula}, med "
        "{n0} og {n1} svar.",
        en="Miettinen and Nurminen's score interval, {confidence}, {end}: the last change d that the score test does "
        "not reject, (change − d)² = z² × the variance of the change if d were true: d = {found}, where {formula}, "
        "with {n0} and {n1} answers.",
    ),
    "newcombe": Phrase(
        da="Newcombes interval, {confidence}, {end}: de to andeles afstande til deres Wilson-grænser, kvadreret og "
        "lagt sammen: {formula}.",
        en="Newcombe's interval, {confidence}, {end}: the distances of both shares to their Wilson limits, squared "
        "and added: {formula}.",
    ),
    "newcombe_paired": Phrase(
        da="Newcombes interval for par, {confidence}, {end}: de to andeles afstande til deres Wilson-grænser, "
        "kvadreret og lagt sammen med parrenes korrelation {phi}: {formula}.",
        en="Newcombe's interval for pairs, {confidence}, {end}: the distances of both shares to their Wilson limits, "
        "squared and added with the correlation of the pairs {phi}: {formula}.",
    ),
    "change_limit_at_the_end": Phrase(
        da="{confidence}, {end}: {found}, for længere kan en andel ikke ændre sig.",
        en="{confidence}, {end}: {found}, as no share can change by more.",
    ),
    "change_limit_known": Phrase(
        da="{confidence}, {end}: {found}, ændringen selv, for begge andele kendes uden usikkerhed.",
        en="{confidence}, {end}: {found}, the change itself, as both shares are known without uncertainty.",
    ),
    "change_only": Phrase(da="Kun én ændring er mulig: {found}.", en="Only one change is possible: {found}."),
    "change_min": Phrase(
        da="Den mindste ændring, de mulige antal tillader: {formula}.",
        en="The smallest change that the possible counts allow: {formula}.",
    ),
    "change_max": Phrase(
        da="Den største ændring, de mulige antal tillader: {formula}.",
        en="The largest change that the possible counts allow: {formula}.",
    ),
    "outer_only": Phrase(
        da="Kun ét antal er muligt i hver bølge, så det er {column}: {found}.",
        en="Only one count is possible in each wave, so it is {column}: {found}.",
    ),
    "most_overlap": Phrase(
        da="Hvis svarene fra dem, der er med i begge bølger, var så ens, som de kan være ({sizes} svar værd): {limit}",
        en="If the answers of those in both waves were as alike as they can be (worth {sizes} answers): {limit}",
    ),
    "cohens_h": Phrase(
        da="Cohens h, ændringen på en skala, hvor den betyder det samme nær 0, 0,5 og 1: {formula}.",
        en="Cohen's h, the change on a scale on which it means the same near 0, 0.5 and 1: {formula}.",
    ),
    "cohens_h_limit": Phrase(
        da="Cohens h minus eller plus z gange standardfejlen: {formula}.",
        en="Cohen's h minus or plus z times its standard error: {formula}.",
    ),
    "cohens_h_at_the_end": Phrase(da="Større kan h ikke blive: π = {found}.", en="h can be no larger: π = {found}."),
    "effect_name_cohens_h": Phrase(
        da="Cohens h: forskellen mellem to andele på arcsinus-skalaen; 0 er ingen ændring.",
        en="Cohen's h: the difference of two shares on the arcsine scale; 0 is no change.",
    ),
    "effect_name_cramers_v": Phrase(
        da="Cramérs V: 0, hvis bølgerne svarer ens, 1, hvis de intet har til fælles.",
        en="Cramér's V: 0 if the waves answer alike, 1 if they have nothing in common.",
    ),
    "effect_name_prob_higher": Phrase(
        da="Sandsynligheden for, at et senere svar er højere end et tidligere, ens svar talt halvt; 0,5 er ingen "
        "ændring.",
        en="The probability that a later answer is higher than an earlier one, ties counted half; 0.5 is no change.",
    ),
    "effect_name_prob_higher_pairs": Phrase(
        da="Sandsynligheden for, at den samme person svarer højere, ens svar talt halvt; 0,5 er ingen ændring.",
        en="The probability that the same person answers higher, ties counted half; 0.5 is no change.",
    ),
    "effect_name_slope": Phrase(
        da="Hældningen: andelens ændring pr. tidsenhed.",
        en="The slope: the change of the share per unit of time.",
    ),
    # The test of a change
    "test_n_minus_1": Phrase(
        da="N−1 chi-i-anden: hvert forventet antal er mindst 1 (det mindste er {expected}).",
        en="N−1 chi-squared: every expected count is at least 1 (the smallest is {expected}).",
    ),
    "test_fisher_irwin": Phrase(
        da="Fisher–Irwin: et forventet antal er under 1 ({expected}), for lidt til en chi-i-anden-test.",
        en="Fisher–Irwin: an expected count is below 1 ({expected}), too little for a chi-squared test.",
    ),
    "test_asked_for": Phrase(da="Valgt med {option}.", en="Chosen with {option}."),
    "test_mcnemar_mid_p": Phrase(
        da="McNemar mid-p: alle, der svarede, er koblet ({pairs} par), så kun de, der skiftede svar, siger noget.",
        en="McNemar mid-p: everybody who answered is linked ({pairs} pairs), so only those who changed their answer "
        "say anything.",
    ),
    "test_derrick_z8": Phrase(
        da="Derricks z8: {pairs} er koblet, {leavers} svarede kun først og {newcomers} kun senere; testen bruger dem "
        "alle.",
        en="Derrick's z8: {pairs} are linked, {leavers} answered only before and {newcomers} only later; the test "
        "uses them all.",
    ),
    "statistic_n_minus_1": Phrase(
        da="Pearsons chi-i-anden gange (N − 1) / N: {formula}.",
        en="Pearson's chi-squared times (N − 1) / N: {formula}.",
    ),
    "statistic_z8": Phrase(
        da="Ændringen over sin standardfejl, hvis intet var ændret, med den fælles andel {pooled} og parrenes "
        "korrelation {correlation}: {formula}.",
        en="The change over its standard error if nothing had changed, with the common share {pooled} and the "
        "correlation of the pairs {correlation}: {formula}.",
    ),
    "statistic_of_nothing": Phrase(
        da="Ingen eller alle gav svaret i alle bølger: der er intet at forklare.",
        en="Nobody or everybody gave the answer in all waves: there is nothing to explain.",
    ),
    "statistic_of_no_change": Phrase(da="Intet er ændret: 0.", en="Nothing has changed: 0."),
    "df_of_a_share": Phrase(
        da="Én andel i to bølger: 1 frihedsgrad.",
        en="One share in two waves: 1 degree of freedom.",
    ),
    "p_chi_squared": Phrase(
        da="Sandsynligheden for, at chi-i-anden med {df} frihedsgrader når over {statistic}: {p}.",
        en="The probability that chi-squared with {df} degrees of freedom exceeds {statistic}: {p}.",
    ),
    "p_chi_squared_of_a_share": Phrase(
        da="Sandsynligheden for, at chi-i-anden med 1 frihedsgrad når over {statistic}: {p}.",
        en="The probability that chi-squared with 1 degree of freedom exceeds {statistic}: {p}.",
    ),
    "p_normal": Phrase(
        da="Sandsynligheden for, at en standardnormal størrelse er længere fra 0 end {statistic}: {p}.",
        en="The probability that a standard normal figure is further from 0 than {statistic}: {p}.",
    ),
    "p_of_one_split": Phrase(
        da="Ingen eller alle gav svaret i begge bølger, så de kan kun falde på én måde: {p}.",
        en="Nobody or everybody gave the answer in both waves, so they can fall in one way only: {p}.",
    ),
    "p_fisher_irwin": Phrase(
        da="{ticked} gav svaret i alt; af alle måder, de kan falde på {n0} og {n1} svar, har de, der ikke er mere "
        "sandsynlige end {a} og {b}, tilsammen sandsynligheden {p}.",
        en="{ticked} gave the answer in all; of all ways in which they can fall to {n0} and {n1} answers, those no "
        "more probable than {a} and {b} have together the probability {p}.",
    ),
    "p_fisher_mid_p": Phrase(
        da="{ticked} gav svaret i alt; af alle måder, de kan falde på {n0} og {n1} svar, har de, der er mindre "
        "sandsynlige end {a} og {b}, og halvdelen af de lige så sandsynlige, tilsammen sandsynligheden {p}.",
        en="{ticked} gave the answer in all; of all ways in which they can fall to {n0} and {n1} answers, those less "
        "probable than {a} and {b}, and half of those as probable, have together the probability {p}.",
    ),
    "p_boschloo": Phrase(
        da="{ticked} gav svaret i alt, {a} af {n0} og {b} af {n1}; den største sandsynlighed, som nogen fælles andel "
        "giver for en Fisher-p, der er så lille eller mindre, talt for begge retninger: {p}.",
        en="{ticked} gave the answer in all, {a} of {n0} and {b} of {n1}; the largest probability that any common "
        "share gives for a Fisher p so small or smaller, counted for both directions: {p}.",
    ),
    "p_mcnemar": Phrase(
        da="{gained} tog svaret til sig, og {lost} opgav det; falder {moved} skift som plat eller krone, er "
        "sandsynligheden for højst {fewer} af den ene slags plus den for færre end {fewer}: {p}.",
        en="{gained} took the answer up and {lost} gave it up; if {moved} moves fall like a coin, the probability of "
        "at most {fewer} of one kind plus that of fewer than {fewer} is {p}.",
    ),
    "p_mcnemar_even": Phrase(
        da="{gained} tog svaret til sig, og {lost} opgav det: lige mange, så kun halvdelen af netop den fordelings "
        "sandsynlighed trækkes fra 1: {p}.",
        en="{gained} took the answer up and {lost} gave it up: as many, so that only half the probability of just "
        "that split is taken from 1: {p}.",
    ),
    "p_only": Phrase(da="Kun én p-værdi er mulig: {p}.", en="Only one p-value is possible: {p}."),
    "p_min": Phrase(
        da="Den mindste over alle mulige antal ({counts}): {p}, ved {b} af {n0} og {f} af {n1}.",
        en="The smallest over all possible counts ({counts}): {p}, at {b} of {n0} and {f} of {n1}.",
    ),
    "p_max": Phrase(
        da="Den største over alle mulige antal ({counts}): {p}, ved {b} af {n0} og {f} af {n1}.",
        en="The largest over all possible counts ({counts}): {p}, at {b} of {n0} and {f} of {n1}.",
    ),
    "p_min_of_many": Phrase(
        da="Den mindste over alle mulige antal ({counts}): {p}.",
        en="The smallest over all possible counts ({counts}): {p}.",
    ),
    "p_max_of_many": Phrase(
        da="Den største over alle mulige antal ({counts}): {p}.",
        en="The largest over all possible counts ({counts}): {p}.",
    ),
    # Whole questions
    "test_of_two_options": Phrase(
        da="Kun to svar er givet, så spørgsmålet er én andel og testes som den.",
        en="Only two answers were given, so the question is one share and is tested as that.",
    ),
    "test_pearson": Phrase(
        da="Pearsons chi-i-anden: svarene har ingen rækkefølge, og de forventede antal er store nok (ingen under 1, "
        "højst en femtedel under 5).",
        en="Pearson's chi-squared: the answers have no order, and the expected counts are large enough (none below 1, "
        "at most a fifth below 5).",
    ),
    "test_freeman_halton": Phrase(
        da="Freeman–Halton: Fishers test over alle svar, fordi andele skal testes med Fishers (--test fisher).",
        en="Freeman–Halton: Fisher's test over all answers, as shares are to be tested by Fisher's (--test fisher).",
    ),
    "test_permutation_of_options": Phrase(
        da="Permutation: svarene har ingen rækkefølge, og de forventede antal er for små til en chi-i-anden-test.",
        en="Permutation: the answers have no order, and the expected counts are too small for a chi-squared test.",
    ),
    "test_exact_permutation_of_options": Phrase(
        da="Eksakt permutation: svarene har ingen rækkefølge, og de forventede antal er for små til en "
        "chi-i-anden-test.",
        en="Exact permutation: the answers have no order, and the expected counts are too small for a chi-squared "
        "test.",
    ),
    "test_brunner_munzel": Phrase(
        da="Brunner–Munzel: svarene står på en skala, og mindst {least} svarede i hver bølge.",
        en="Brunner–Munzel: the answers stand on a scale, and at least {least} answered in each wave.",
    ),
    "test_permutation_of_scale": Phrase(
        da="Permutation: svarene står på en skala, men for få svarede i en bølge, eller alle svarede ens.",
        en="Permutation: the answers stand on a scale, but too few answered in a wave, or all answered alike.",
    ),
    "test_exact_permutation_of_scale": Phrase(
        da="Eksakt permutation: svarene står på en skala, men for få svarede i en bølge, eller alle svarede ens.",
        en="Exact permutation: the answers stand on a scale, but too few answered in a wave, or all answered alike.",
    ),
    "test_holm_over_options": Phrase(
        da="Holm over svarene: der kan gives flere, og det vides ikke for to uafhængige bølger, hvilke samme person "
        "gav.",
        en="Holm over the answers: several can be given, and which of them one person gave is not known of two "
        "independent waves.",
    ),
    "test_max_t": Phrase(
        da="Permutation (max-T): der kan gives flere svar, og hver persons kryds er kendt i begge bølger.",
        en="Permutation (max-T): several answers can be given, and everybody's ticks are known in both waves.",
    ),
    "test_max_t_normal": Phrase(
        da="Normalfordelingen (max-T), som permutationen nærmer sig: der kan gives flere svar, hver persons kryds er "
        "kendt i begge bølger, og bølgerne er store.",
        en="The normal distribution (max-T) that the permutation comes to: several answers can be given, everybody's "
        "ticks are known in both waves, and the waves are large.",
    ),
    "test_rao_scott": Phrase(
        da="Rao–Scott: dem, der svarede, er vægtet.",
        en="Rao–Scott: those who answered are weighted.",
    ),
    "test_rao_scott_multiple": Phrase(
        da="Rao–Scott for flere svar: krydsene hænger sammen, fordi samme person sætter flere, eller er vægtet.",
        en="Rao–Scott for several answers: ticks go together as one person makes several, or are weighted.",
    ),
    "test_bhapkar": Phrase(
        da="Bhapkar: {pairs} par, mindst {each} for hvert svar, og svarene har ingen rækkefølge.",
        en="Bhapkar: {pairs} pairs, at least {each} for every answer, and the answers have no order.",
    ),
    "test_paired_permutation": Phrase(
        da="Permutation af par: svarene har ingen rækkefølge, og {pairs} par er for få til Bhapkars test.",
        en="Permutation of pairs: the answers have no order, and {pairs} pairs are too few for Bhapkar's test.",
    ),
    "test_wilcoxon": Phrase(
        da="Wilcoxons rangtest: {pairs} par på en skala, af hvilke mere end {most} flyttede sig.",
        en="Wilcoxon's signed rank test: {pairs} pairs on a scale, of whom more than {most} moved.",
    ),
    "test_wilcoxon_exact": Phrase(
        da="Wilcoxons rangtest, eksakt: {pairs} par på en skala, af hvilke højst {most} flyttede sig.",
        en="Wilcoxon's signed rank test, exact: {pairs} pairs on a scale, of whom at most {most} moved.",
    ),
    "statistic_of_an_option": Phrase(
        da="Det samme tal som for et af de to svar, uden fortegn: {found}.",
        en="The same figure as of one of the two answers, without its sign: {found}.",
    ),
    "statistic_of_first_option": Phrase(
        da="Det samme tal som for det første af de to svar: {found}.",
        en="The same figure as of the first of the two answers: {found}.",
    ),
    "statistic_pearson": Phrase(
        da="Pearsons chi-i-anden, Σ (observeret − forventet)² / forventet, over {baseline_counts} (af {baseline_n}) "
        "mod {followup_counts} (af {followup_n}): {found}.",
        en="Pearson's chi-squared, Σ (observed − expected)² / expected, over {baseline_counts} (of {baseline_n}) "
        "against {followup_counts} (of {followup_n}): {found}.",
    ),
    "statistic_brunner_munzel": Phrase(
        da="Afstanden fra ingen ændring over sin standardfejl, af variansen af, hvor hver bølges svar står blandt den "
        "andens: {formula}.",
        en="The distance from no change over its standard error, of the variance of where each wave's answers stand "
        "among the other's: {formula}.",
    ),
    "statistic_max_t": Phrase(
        da="Den største N−1-chi-i-anden blandt svarene, den for {option}: {found}.",
        en="The largest N−1 chi-squared among the answers, that of {option}: {found}.",
    ),
    "statistic_rao_scott": Phrase(
        da="Pearsons chi-i-anden af de vægtede andele over summen af deres designeffekter, med {baseline_n} og "
        "{followup_n} svar: {found}.",
        en="Pearson's chi-squared of the weighted shares over the sum of their design effects, with {baseline_n} and "
        "{followup_n} answers: {found}.",
    ),
    "statistic_rao_scott_multiple": Phrase(
        da="Svarenes Pearson-tal lagt sammen, rettet for, at samme mennesker sætter krydsene, med {baseline_n} og "
        "{followup_n} svar: {found}.",
        en="The answers' Pearson figures summed, corrected for the same people making the ticks, with {baseline_n} "
        "and {followup_n} answers: {found}.",
    ),
    "df_pearson": Phrase(
        da="Svar, som nogen gav, minus én: {formula}.",
        en="Answers that anybody gave, less one: {formula}.",
    ),
    "df_brunner_munzel": Phrase(
        da="Satterthwaites frihedsgrader af de to bølgers varianser: {formula}.",
        en="Satterthwaite's degrees of freedom, of the two waves' variances: {formula}.",
    ),
    "df_rao_scott": Phrase(
        da="F-fordelingens første frihedsgrader efter rettelsen af anden orden: {found}.",
        en="The first degrees of freedom of F after the second-order correction: {found}.",
    ),
    "df_rao_scott_multiple": Phrase(
        da="Frihedsgrader efter rettelsen af anden orden: {found}.",
        en="Degrees of freedom after the second-order correction: {found}.",
    ),
    "df_bhapkar": Phrase(
        da="Så mange uafhængige forskelle er der mellem de svar, som nogen flyttede sig imellem: {found}.",
        en="So many independent differences are there between the answers that anybody moved between: {found}.",
    ),
    "p_of_an_option": Phrase(
        da="Den samme p-værdi som for et af de to svar: {p}.",
        en="The same p-value as of one of the two answers: {p}.",
    ),
    "p_of_one_option": Phrase(
        da="Alle gav samme svar i begge bølger: {p}.",
        en="Everybody gave the same answer in both waves: {p}.",
    ),
    "p_of_no_move": Phrase(da="Ingen skiftede svar: {p}.", en="Nobody changed their answer: {p}."),
    "p_permutation": Phrase(
        da="Af {draws} tilfældige fordelinger af svarene på bølgerne lå {extreme} mindst så langt fra hinanden; den "
        "observerede tælles med: {formula}.",
        en="Of {draws} random ways of dealing the answers out to the waves, {extreme} were at least as far apart; the "
        "observed one is counted too: {formula}.",
    ),
    "p_exact_permutation": Phrase(
        da="Af alle måder at fordele svarene på bølgerne har de, hvor bølgerne er mindst så langt fra hinanden, "
        "tilsammen sandsynligheden {p}.",
        en="Of all ways of dealing the answers out to the waves, those in which the waves are at least as far apart "
        "have together the probability {p}.",
    ),
    "p_freeman_halton": Phrase(
        da="Af alle måder at fordele svarene på bølgerne (eller {draws} tilfældige, hvis de er for mange) har de, der "
        "ikke er mere sandsynlige end den observerede, tilsammen sandsynligheden {p}.",
        en="Of all ways of dealing the answers out to the waves (or {draws} at random where they are too many), those "
        "no more probable than the observed one have together the probability {p}.",
    ),
    "p_max_t": Phrase(
        da="Andelen af fordelinger af menneskene på bølgerne (alle, hvis de er få, ellers {draws} tilfældige), hvor "
        "noget svar har mindst så stort et tal: {p}.",
        en="The part of all ways of dealing the people out to the waves (all where they are few, else {draws} at "
        "random) in which any answer has at least so large a figure: {p}.",
    ),
    "p_max_t_normal": Phrase(
        da="Andelen af {draws} udfald af en normalfordeling med krydsenes sammenhæng, hvor noget svar har mindst så "
        "stort et tal: {p}.",
        en="The part of {draws} draws from a normal distribution in which ticks go together as they do, in which any "
        "answer has at least so large a figure: {p}.",
    ),
    "p_t": Phrase(
        da="Sandsynligheden for, at t med {df} frihedsgrader er længere fra 0 end {statistic}: {p}.",
        en="The probability that t with {df} degrees of freedom is further from 0 than {statistic}: {p}.",
    ),
    "p_f": Phrase(
        da="Sandsynligheden for, at F med {df} og {second} frihedsgrader når over {statistic}: {p}.",
        en="The probability that F with {df} and {second} degrees of freedom exceeds {statistic}: {p}.",
    ),
    "p_holm_over_options": Phrase(
        da="Den mindste p-værdi blandt svarene, den for {option}, gange deres antal: {formula}.",
        en="The smallest p-value of the answers, that of {option}, times how many they are: {formula}.",
    ),
    "p_holm_over_options_at_most_1": Phrase(
        da="Den mindste p-værdi blandt svarene, den for {option}, gange deres antal, {formula}, er over 1: {p}.",
        en="The smallest p-value of the answers, that of {option}, times how many they are, {formula}, is above 1: "
        "{p}.",
    ),
    "cramers_v": Phrase(
        da="Kvadratroden af Pearsons chi-i-anden over alle svar: {formula}.",
        en="The square root of Pearson's chi-squared over all answers: {formula}.",
    ),
    "prob_higher": Phrase(
        da="Af alle par af ét svar fra hver bølge dem, hvor det senere er højere, og halvdelen af de ens: {formula}.",
        en="Of all pairs of one answer from each wave, those in which the later is higher, and half of the ties: "
        "{formula}.",
    ),
    "prob_higher_limit": Phrase(
        da="Minus eller plus t gange standardfejlen: {formula}.",
        en="Minus or plus t times the standard error: {formula}.",
    ),
    "prob_higher_at_the_end": Phrase(
        da="En sandsynlighed når ikke længere end {found}.",
        en="No probability goes beyond {found}.",
    ),
    # Whole questions of linked pairs
    "statistic_bhapkar": Phrase(
        da="Bhapkars tal: hvor skævt de {moved} af {pairs} par, der skiftede svar, faldt ({stayed} blev): {found}.",
        en="Bhapkar's figure: how unevenly the {moved} of {pairs} pairs who changed their answer fell ({stayed} "
        "stayed): {found}.",
    ),
    "statistic_wilcoxon": Phrase(
        da="Rangene af de {rose}, der steg, minus dem af de {fell}, der faldt, over roden af rangenes kvadratsum: "
        "{formula}.",
        en="The ranks of the {rose} who rose minus those of the {fell} who fell, over the root of the sum of squared "
        "ranks: {formula}.",
    ),
    "statistic_of_no_move": Phrase(da="Ingen flyttede sig: 0.", en="Nobody moved: 0."),
    "p_wilcoxon_exact": Phrase(
        da="Kunne hver af {moved} flytninger lige så godt gå op som ned, er sandsynligheden for så skæv en rangsum "
        "{p}.",
        en="If each of {moved} moves could as well go up as down, the probability of so uneven a rank sum is {p}.",
    ),
    "p_paired_permutation": Phrase(
        da="Kan hver persons to svar bytte plads, er andelen af ombytninger (alle, hvis de er få, ellers {draws} "
        "tilfældige), der er mindst så skæve: {p}.",
        en="If each person's two answers may change places, the part of exchanges (all where they are few, else "
        "{draws} at random) that are at least as uneven is {p}.",
    ),
    "prob_higher_pairs": Phrase(
        da="Andelen, der steg, minus andelen, der faldt, lagt til 1 og halveret: {formula}.",
        en="The share that rose minus the share that fell, added to 1 and halved: {formula}.",
    ),
    "prob_higher_pairs_limit": Phrase(
        da="Tangos score-interval for andelen, der steg, minus den, der faldt, {end}, lagt til 1 og halveret: "
        "{formula}.",
        en="Tango's score interval of the share that rose minus that which fell, {end}, added to 1 and halved: "
        "{formula}.",
    ),
    # Several waves
    "test_cochran_armitage_of_trend": Phrase(
        da="Cochran–Armitage: stiger eller falder andelen hele vejen?",
        en="Cochran–Armitage: does the share rise or fall all the way?",
    ),
    "test_permutation_of_trend": Phrase(
        da="Permutation af hældningen: en bølge ventes at have færre end én, der gav svaret, eller færre end én, der "
        "ikke gjorde.",
        en="Permutation of the slope: a wave is expected to hold less than one who gave the answer, or less than one "
        "who did not.",
    ),
    "test_jonckheere_terpstra_of_trend": Phrase(
        da="Jonckheere–Terpstra: står senere svar højere på skalaen?",
        en="Jonckheere–Terpstra: do later answers stand higher on the scale?",
    ),
    "test_holm_over_options_of_trend": Phrase(
        da="Holm over svarene: der kan gives flere, og hvert har sin udvikling.",
        en="Holm over the answers: several can be given, and each has its trend.",
    ),
    "statistic_cochran_armitage": Phrase(
        da="Hældningen over sin standardfejl, hvis andelen var den samme i alle bølger: {formula}.",
        en="The slope over its standard error if the share were the same in all waves: {formula}.",
    ),
    "statistic_jonckheere_terpstra": Phrase(
        da="Hvor meget oftere det senere svar er højere end ventet, over den standardafvigelse, det har, når svarene "
        "deles tilfældigt ud på bølgerne: {formula}.",
        en="How much more often the later answer is higher than expected, over the standard deviation of that when "
        "answers are dealt out to the waves at random: {formula}.",
    ),
    "slope": Phrase(
        da="Den bedste linje gennem andelene til tiderne {times}, hver bølge vejet som sin base, Σ n(t − t̄)p / Σ n(t "
        "− t̄)²: {formula}.",
        en="The best line through the shares at the times {times}, each wave weighed as its base, Σ n(t − t̄)p / Σ "
        "n(t − t̄)²: {formula}.",
    ),
    "prob_later_higher": Phrase(
        da="Af alle par af svar fra to bølger dem, hvor det senere er højere, og halvdelen af de ens: {formula}.",
        en="Of all pairs of answers from two waves, those in which the later is higher, and half of the ties: "
        "{formula}.",
    ),
    # The people behind the figures
    "invited_declared": Phrase(
        da="Spørgeskemaet siger, at {invited} blev inviteret til {wave}.",
        en="The questionnaire says that {invited} were invited to {wave}.",
    ),
    "invited_stated": Phrase(
        da="Oplyst med --invited: {invited} blev inviteret til {wave}.",
        en="Stated with --invited: {invited} were invited to {wave}.",
    ),
    "response": Phrase(
        da="De, der svarede, over dem, der blev inviteret: {formula}{low}.",
        en="Those who answered over those who were invited: {formula}{low}.",
    ),
    "response_low": Phrase(
        da=", under det, spørgeskemaet kræver for mere end en indikation",
        en=", below what the questionnaire asks for more than an indication",
    ),
    "people_low": Phrase(
        da="Det mindste antal blandt {people} mennesker, hvor {count} eller flere af {base} tilfældigt udtrukne har "
        "mindst sandsynligheden {tail}: {found}.",
        en="The smallest number among {people} people at which {count} or more of {base} drawn at random have at "
        "least the probability {tail}: {found}.",
    ),
    "people_high": Phrase(
        da="Det største antal blandt {people} mennesker, hvor {count} eller færre af {base} tilfældigt udtrukne har "
        "mindst sandsynligheden {tail}: {found}.",
        en="The largest number among {people} people at which {count} or fewer of {base} drawn at random have at "
        "least the probability {tail}: {found}.",
    ),
    "people_low_routed": Phrase(
        da="Det mindste antal blandt {people} mennesker, hvor {count} eller flere af {base} tilfældigt udtrukne har "
        "mindst sandsynligheden {tail} ({past} blev ført uden om spørgsmålet og gav ikke svaret): {found}.",
        en="The smallest number among {people} people at which {count} or more of {base} drawn at random have at "
        "least the probability {tail} ({past} were led past the question and did not give the answer): {found}.",
    ),
    "people_high_routed": Phrase(
        da="Det største antal blandt {people} mennesker, hvor {count} eller færre af {base} tilfældigt udtrukne har "
        "mindst sandsynligheden {tail} ({past} blev ført uden om spørgsmålet og gav ikke svaret): {found}.",
        en="The largest number among {people} people at which {count} or fewer of {base} drawn at random have at "
        "least the probability {tail} ({past} were led past the question and did not give the answer): {found}.",
    ),
    "worst_low": Phrase(
        da="Hvis ingen af de {unknown}, hvis svar ikke kendes, ville give svaret: {formula}.",
        en="If none of the {unknown} whose answer is not known would give it: {formula}.",
    ),
    "worst_high": Phrase(
        da="Hvis alle de {unknown}, hvis svar ikke kendes, ville give svaret: {formula}.",
        en="If all of the {unknown} whose answer is not known would give it: {formula}.",
    ),
    "worst_change_low": Phrase(
        da="Opfølgningens mindste andel minus baselines største: {formula}.",
        en="The follow-up's smallest share minus the baseline's largest: {formula}.",
    ),
    "worst_change_high": Phrase(
        da="Opfølgningens største andel minus baselines mindste: {formula}.",
        en="The follow-up's largest share minus the baseline's smallest: {formula}.",
    ),
    "tipping_share": Phrase(
        da="Ændringen forsvinder, hvis de {unknown}, der ikke svarede i opfølgningen, står her, og baselines øvrige "
        "står, hvor de, der svarede, gør: {formula}.",
        en="The change vanishes if the {unknown} who did not answer the follow-up stand here, and the baseline's "
        "others stand where those who answered do: {formula}.",
    ),
    "tipping_share_impossible": Phrase(
        da="De {unknown}, der ikke svarede i opfølgningen, skulle stå her for at få ændringen til at forsvinde, hvis "
        "baselines øvrige står, hvor de, der svarede, gør; det kan ingen andel: {formula}.",
        en="The {unknown} who did not answer the follow-up would have to stand here to make the change vanish if the "
        "baseline's others stand where those who answered do; no share can: {formula}.",
    ),
    "tipping_difference": Phrase(
        da="Ændringen kan forsvinde, hvis de, der ikke svarede, i begge bølger afviger så meget fra dem, der svarede: "
        "ændringens størrelse over deres dele af alle inviterede: {formula}.",
        en="The change can vanish if those who did not answer differ in both waves by so much from those who did: the "
        "size of the change over their parts of all invited: {formula}.",
    ),
    "tipping_difference_exhausted": Phrase(
        da="Ændringen kan forsvinde, hvis de, der ikke svarede, afviger så meget fra dem, der svarede; i {wave} kan "
        "de ikke afvige mere, og resten falder på den anden bølge: {formula}.",
        en="The change can vanish if those who did not answer differ by so much from those who did; in {wave} they "
        "can differ by no more, and the rest is left to the other wave: {formula}.",
    ),
    "tipping_of_no_change": Phrase(
        da="Blandt dem, der svarede, er der ingen ændring, eller kan være ingen: 0.",
        en="Among those who answered there is no change, or may be none: 0.",
    ),
    "sturdiness": Phrase(
        da="I værste fald er ændringen mellem {low} og {high}: {meaning}.",
        en="In the worst case the change is between {low} and {high}: {meaning}.",
    ),
    "pairs": Phrase(
        da="Koblede, der besvarede spørgsmålet i begge bølger (gav svaret i begge, kun først, kun senere, i ingen): "
        "{formula}.",
        en="Linked people who answered the question in both waves (gave the answer in both, only before, only later, "
        "in neither): {formula}.",
    ),
    "leavers": Phrase(
        da="De, der svarede i {wave}, minus parrene: {formula}.",
        en="Those who answered in {wave} minus the pairs: {formula}.",
    ),
    "newcomers": Phrase(
        da="De, der svarede i {wave}, minus parrene: {formula}.",
        en="Those who answered in {wave} minus the pairs: {formula}.",
    ),
    "gained": Phrase(
        da="{n} af {pairs} par gav ikke svaret først, men gør det nu.",
        en="{n} of {pairs} pairs did not give the answer before and do now.",
    ),
    "lost": Phrase(
        da="{n} af {pairs} par gav svaret først, men ikke nu.",
        en="{n} of {pairs} pairs gave the answer before and do not now.",
    ),
    # Many tests, findings and verdicts
    "adjusted_holm": Phrase(
        da="Holm: nr. {rank} af {size} i {family}, fra den mindste p-værdi: {product}.",
        en="Holm: number {rank} of {size} in {family}, from the smallest p-value: {product}.",
    ),
    "adjusted_holm_from_another": Phrase(
        da="Holm: nr. {rank} af {size} i {family}, fra den mindste p-værdi, og ikke under nr. {by}: {product}.",
        en="Holm: number {rank} of {size} in {family}, from the smallest p-value, and not below number {by}: "
        "{product}.",
    ),
    "adjusted_holm_at_most_1": Phrase(
        da="Holm: nr. {rank} af {size} i {family}, fra den mindste p-værdi; {product} (nr. {by}) er over 1: {p}.",
        en="Holm: number {rank} of {size} in {family}, from the smallest p-value; {product} (number {by}) is above 1: "
        "{p}.",
    ),
    "adjusted_bh": Phrase(
        da="Benjamini–Hochberg: nr. {rank} af {size} i {family}, fra den mindste p-værdi: {product}.",
        en="Benjamini–Hochberg: number {rank} of {size} in {family}, from the smallest p-value: {product}.",
    ),
    "adjusted_bh_from_another": Phrase(
        da="Benjamini–Hochberg: nr. {rank} af {size} i {family}, fra den mindste p-værdi, og ikke over nr. {by}: "
        "{product}.",
        en="Benjamini–Hochberg: number {rank} of {size} in {family}, from the smallest p-value, and not above number "
        "{by}: {product}.",
    ),
    "adjusted_bh_at_most_1": Phrase(
        da="Benjamini–Hochberg: nr. {rank} af {size} i {family}, fra den mindste p-værdi; {product} (nr. {by}) er "
        "over 1: {p}.",
        en="Benjamini–Hochberg: number {rank} of {size} in {family}, from the smallest p-value; {product} (number "
        "{by}) is above 1: {p}.",
    ),
    "adjusted_max_t": Phrase(
        da="Permutationen af hele spørgsmålet justerer hvert svar for alle svarene, og ikke under spørgsmålets egen "
        "justerede p-værdi: {p}.",
        en="The permutation of the whole question adjusts each answer for all of them, and not below the question's "
        "own adjusted p-value: {p}.",
    ),
    "adjusted_behind_question": Phrase(
        da="Nr. {rank} af {size} i {family} gav {product}, men et svar står bag sit spørgsmål og får mindst dets "
        "justerede p-værdi: {p}.",
        en="Number {rank} of {size} in {family} gave {product}, but an answer stands behind its question and gets at "
        "least its adjusted p-value: {p}.",
    ),
    "adjusted_none": Phrase(da="Ikke justeret: {p}.", en="Not adjusted: {p}."),
    "adjustment_by_default": Phrase(da="Efter standarden: {adjustment}.", en="By default: {adjustment}."),
    "adjustment_asked_for": Phrase(da="Valgt med {option}: {adjustment}.", en="Chosen with {option}: {adjustment}."),
    "adjustment_holm": Phrase(
        da="Holm, så sandsynligheden for bare ét falsk fund i familien holdes under niveauet",
        en="Holm, which keeps the chance of even one false finding in the family below the level",
    ),
    "adjustment_bh": Phrase(
        da="Benjamini–Hochberg, så den ventede del af falske fund blandt fundene holdes under niveauet",
        en="Benjamini–Hochberg, which keeps the expected part of false findings among the findings below the level",
    ),
    "adjustment_max_t": Phrase(
        da="max-T, som kender sammenhængen mellem svarene",
        en="max-T, which knows how the answers go together",
    ),
    "adjustment_none": Phrase(da="ingen", en="none"),
    "family_indicators": Phrase(
        da="Gruppens indikatorer justeres sammen.",
        en="The indicators of the group are adjusted together.",
    ),
    "family_questions": Phrase(
        da="Gruppens spørgsmål som helhed justeres sammen.",
        en="The questions of the group as wholes are adjusted together.",
    ),
    "family_options": Phrase(
        da="Svarene på {question} i gruppen justeres sammen, bag spørgsmålet selv.",
        en="The answers to {question} in the group are adjusted together, behind the question itself.",
    ),
    "family_size": Phrase(
        da="{size} hører til familien, testede eller ej, alle bølger taget med; {tested} af dem har en p-værdi.",
        en="{size} belong to the family, tested or not, all waves taken together; {tested} of them have a p-value.",
    ),
    "direction_of_change": Phrase(da="Retningen af ændringen, {change}.", en="The direction of the change, {change}."),
    "direction_of_changes": Phrase(
        da="Retningen af ændringen, {least} til {most}.",
        en="The direction of the change, {least} to {most}.",
    ),
    "direction_of_pairs": Phrase(
        da="Retningen af testens tal, {statistic}: lange flytninger vejer mere.",
        en="The direction of the test's figure, {statistic}: long moves weigh more.",
    ),
    "direction_of_prob_higher": Phrase(
        da="Sandsynligheden for et højere svar, {effect}, mod en halv.",
        en="The probability of a higher answer, {effect}, against one half.",
    ),
    "direction_of_slope": Phrase(da="Retningen af hældningen, {effect}.", en="The direction of the slope, {effect}."),
    "finding_below": Phrase(
        da="Den justerede p-værdi {p} er under {alpha}: {meaning}.",
        en="The adjusted p-value {p} is below {alpha}: {meaning}.",
    ),
    "finding_not_below": Phrase(
        da="Den justerede p-værdi {p} er ikke under {alpha}: {meaning}.",
        en="The adjusted p-value {p} is not below {alpha}: {meaning}.",
    ),
    "margin_declared": Phrase(
        da="Spørgeskemaet siger, at en ændring under {margin} er for lille til at betyde noget.",
        en="The questionnaire says that a change below {margin} is too small to matter.",
    ),
    "margin_stated": Phrase(
        da="Oplyst med --margin: en ændring under {margin} er for lille til at betyde noget.",
        en="Stated with --margin: a change below {margin} is too small to matter.",
    ),
    "verdict_within": Phrase(
        da="Intervallet {low} til {high} ligger helt inden for ±{margin}: {meaning}.",
        en="The interval {low} to {high} lies wholly within ±{margin}: {meaning}.",
    ),
    "verdict_not_within": Phrase(
        da="Intervallet {low} til {high} ligger ikke helt inden for ±{margin}: {meaning}.",
        en="The interval {low} to {high} does not lie wholly within ±{margin}: {meaning}.",
    ),
}


def phrase(key: str, language: Language, **values: object) -> str:
    """Return a phrase with `values` put in."""
    wording = PHRASES[key]
    return (wording.da if language == "da" else wording.en).format(**values)
