"""The rows of which `said.toml` holds what is said, in Danish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import told_waves as told

if TYPE_CHECKING:
    from collections.abc import Callable

    from brobygger_cli.result import Record


class Case(NamedTuple):
    """A row of a comparison.

    Args:
        compared: The comparison.
        question: The question of the row.
        option: Its option, net or indicator; None for the question as a whole.
        group: The group of the row.
        where: Other columns that tell it from others.
    """

    compared: Callable[[], told.Told]
    question: str
    option: str | None = None
    group: str = "guests"
    where: tuple[tuple[str, str], ...] = ()

    def of(self, compared: told.Told) -> Record:
        """Return the row, of that comparison or of the same one in English."""
        return compared.row(self.question, self.option, group=self.group, **dict(self.where))


TREND = (("comparison", "trend"),)
LAST = (("followup_wave", "library_2027"),)

SHARES = {
    # Findings
    "better": Case(told.plain, "sings", "not_at_home", "singers"),
    "worse": Case(told.plain, "sings", "at_home"),
    "rise": Case(told.plain, "voice", "both"),
    "fall": Case(told.plain, "voice", "is_deep"),
    "unclear": Case(told.plain, "voice", "both", "singers"),
    "unadjusted": Case(told.unadjusted, "sings", "at_home"),
    # Those who did not answer
    "in any case": Case(told.plain, "sings", "at_home", "singers"),
    "unless": Case(told.plain, "voice", "is_deep", "singers"),
    "low response": Case(told.low_response, "sings", "at_home", "singers"),
    # Margins
    "changed": Case(told.margins, "voice", "is_deep", "singers"),
    "trivially better": Case(told.margins, "sings", "at_home"),
    "trivial": Case(told.margins, "voice", "is_deep"),
    "equivalent": Case(told.margins, "likes", "likes_it"),
    "inconclusive": Case(told.margins, "sings", "at_home", "singers"),
    # Options and nets
    "option": Case(told.plain, "sings", "yes"),
    "net": Case(told.plain, "voice", "one"),
    "tick": Case(told.plain, "travels", "foot"),
    "net of ticks": Case(told.plain, "travels", "motor"),
    # What is not known
    "background": Case(told.plain, "age", "young"),
    "not asked": Case(told.sparse, "sings", "at_home"),
    "nobody answered": Case(told.sparse, "likes", "likes_it"),
    "small base": Case(told.sparse, "voice", "is_deep"),
    "invalid": Case(told.sparse, "often", "once"),
    # Waves that ask otherwise
    "wording": Case(told.otherwise, "sings", "at_home"),
    "options": Case(told.otherwise, "voice", "both"),
    "options of an indicator": Case(told.otherwise, "voice", "is_deep"),
    "routing": Case(told.otherwise, "travels", "bus"),
    # Weights, linked people, finite populations
    "weighted": Case(told.weighted, "sings", "at_home"),
    "linked": Case(told.linked, "sings", "at_home"),
    "population": Case(told.population, "sings", "at_home", "singers"),
    "overlap": Case(told.overlap, "sings", "at_home"),
    # Printed tables
    "printed range that moved": Case(told.kommune, "formal_cooperation", "formal_cooperation_yes", "oevrige"),
    "printed range that fell": Case(told.kommune, "cooperation_quality", "no_cooperation", "oevrige"),
    "printed range that is unclear": Case(told.kommune, "action_when_beneficial", "supports_start", "skole_dagtilbud"),
    "printed range that is not tested": Case(told.kommune, "formal_cooperation", "yes", "oevrige"),
    "printed as a percentage": Case(told.kommune, "formal_cooperation", "formal_cooperation_yes", "skole_dagtilbud"),
    "printed": Case(told.kommune, "referrals_last_year", "referred_last_year", "oevrige"),
    "not printed": Case(told.kommune, "civil_society_difference", "both", "oevrige"),
    "printed in part": Case(told.ngo, "cooperation_quality", "do_not_cooperate", "ngo"),
    "printed, few answered": Case(told.ngo, "referrals_received", "referred_nobody", "ngo"),
    # Several waves
    "of several waves": Case(told.library, "visits", "frequent_visitor", "adults", LAST),
}
QUESTIONS = {
    "question better": Case(told.plain, "likes", group="singers"),
    "question worse": Case(told.plain, "likes"),
    "question rise": Case(told.plain, "often", group="singers"),
    "question fall": Case(told.plain, "often"),
    "question changed": Case(told.plain, "voice"),
    "question changed, no effect": Case(told.plain, "travels"),
    "question unclear": Case(told.kommune, "think_of_civil_society", group="oevrige"),
    "question unclear, no effect": Case(told.kommune, "reasons_for_not_referring", group="oevrige"),
    "question off the scale": Case(told.kommune, "referrals_last_year", group="oevrige"),
    "question linked": Case(told.linked, "likes"),
    "question low response": Case(told.low_response, "likes", group="singers"),
    "question of background": Case(told.plain, "age"),
    "question of text": Case(told.plain, "remark"),
    "question not asked": Case(told.sparse, "sings"),
    "question nobody answered": Case(told.sparse, "likes"),
    "question with other options": Case(told.otherwise, "voice"),
    "question not printed": Case(told.kommune, "civil_society_difference", group="oevrige"),
    "question printed in part": Case(told.kommune, "formal_cooperation", group="oevrige"),
}
TRENDS = {
    "trend better": Case(told.library, "visits", "frequent_visitor", "adults", TREND),
    "trend unclear": Case(told.library, "borrowed_what", "borrowed_games", "adults", TREND),
    "trend rise": Case(told.library, "visits", "4_to_7", "adults", TREND),
    "trend, few answered": Case(told.library, "satisfaction", "content", "young", TREND),
    "trend of a question": Case(told.library, "visits", group="adults", where=TREND),
    "trend of a question unclear": Case(told.library, "satisfaction", group="adults", where=TREND),
    "trend of a question, no effect": Case(told.library, "borrowed", group="adults", where=TREND),
    "trend of text": Case(told.library, "comment", group="adults", where=TREND),
}
CASES = SHARES | QUESTIONS | TRENDS
