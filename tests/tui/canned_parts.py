"""The pieces of the canned views: powers, numbers, offers, records of an Indian Ocean exercise in round 3.

Written by hand, not computed: screens are tested from these whatever the rules become.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.model import views as v
from multipolar.domain.model.commands import Terms, Undertaking
from multipolar.domain.vocabulary import ATTRIBUTES, INDICES

POWERS = tuple(
    v.PowerSeen(power, name, adjective, kind, minor, capital, longitude, latitude, run_by, role)
    for power, name, adjective, kind, minor, capital, longitude, latitude, run_by, role in (
        ("IND", "India", "Indian", "emerging", False, "New Delhi", 77.2, 28.6, "person",
         "The resident power of the ocean that bears its name, and wary of being anybody's junior partner."),
        ("IDN", "Indonesia", "Indonesian", "emerging", False, "Jakarta", 106.8, -6.2, "program",
         "An archipelago across the straits through which a third of the world's trade passes."),
        ("ZAF", "South Africa", "South African", "emerging", False, "Pretoria", 28.2, -25.7, "program",
         "The southern gate of the ocean, with friends on every side and few ships."),
        ("USA", "United States", "American", "established", False, "Washington", -77.0, 38.9, "program",
         "The navy that has kept these sea lanes for eighty years, and asks who will share the burden."),
        ("CHN", "China", "Chinese", "established", False, "Beijing", 116.4, 39.9, "program",
         "Most of its oil crosses an ocean in which it has one base and many creditors' rights."),
        ("FRA", "France", "French", "established", False, "Paris", 2.35, 48.9, "program",
         "A resident power through La Réunion and Mayotte, and a seller of ships."),
        ("LKA", "Sri Lanka", "Sri Lankan", "emerging", True, "Colombo", 79.9, 6.9, "program",
         "An island on the busiest lane, in debt to both its great neighbours."),
        ("MDV", "Maldives", "Maldivian", "emerging", True, "Malé", 73.5, 4.2, "program",
         "Twelve hundred islands, one runway that everybody would like to use."),
        ("BGD", "Bangladesh", "Bangladeshi", "emerging", True, "Dhaka", 90.4, 23.8, "program",
         "A young navy, bought in China and trained with India."),
        ("SYC", "Seychelles", "Seychellois", "emerging", True, "Victoria", 55.5, -4.6, "program",
         "A small state that has tried more pirates than any great one."),
    )
)  # fmt: skip
IDS = tuple(power.id for power in POWERS)

_ATTRIBUTES = {
    "IND": (71, 68, 58, 52, 55, 61, 74),
    "IDN": (58, 45, 38, 49, 60, 50, 68),
    "ZAF": (44, 38, 46, 54, 42, 52, 63),
    "USA": (97, 96, 95, 71, 56, 88, 92),
    "CHN": (94, 86, 82, 38, 64, 74, 88),
    "FRA": (70, 70, 80, 72, 58, 70, 77),
    "LKA": (27, 16, 14, 43, 28, 30, 31),
    "MDV": (12, 6, 8, 41, 47, 24, 26),
    "BGD": (45, 30, 22, 33, 39, 34, 52),
    "SYC": (8, 5, 9, 60, 68, 31, 35),
}
_RELATIONSHIPS = {
    "IND IDN": 4, "IND ZAF": 4, "IND USA": 5, "IND CHN": 2, "IND FRA": 5, "IND LKA": 4, "IND MDV": 3,
    "IND BGD": 3, "IND SYC": 4, "IDN ZAF": 3, "IDN USA": 4, "IDN CHN": 3, "IDN FRA": 4, "IDN LKA": 3,
    "USA ZAF": 3, "CHN ZAF": 4, "FRA ZAF": 4, "CHN USA": 1, "FRA USA": 6, "LKA USA": 3, "MDV USA": 3,
    "BGD USA": 3, "SYC USA": 4, "CHN FRA": 2, "CHN LKA": 4, "CHN MDV": 4, "BGD CHN": 4, "CHN SYC": 3,
    "FRA SYC": 4, "FRA LKA": 3, "BGD LKA": 3, "LKA MDV": 4,
}  # fmt: skip
_TRUST = {"IDN": 57, "ZAF": 55, "USA": 63, "CHN": 24, "FRA": 68, "LKA": 52, "MDV": 38, "BGD": 44, "SYC": 58}
_INDICES = {"peace": 58, "resilience": 47, "transparency": 39, "inclusion": 52, "equity": 44, "balance": 61}

THEATRES = (
    v.TheatreSeen("west_indian_ocean", "Western Indian Ocean", 52.0, 3.0),
    v.TheatreSeen("bay_of_bengal", "Bay of Bengal", 88.0, 14.0),
    v.TheatreSeen("malacca", "Strait of Malacca", 100.0, 4.0),
    v.TheatreSeen("south_ocean", "Southern Indian Ocean", 60.0, -25.0),
)
_LEVELS = {
    ("piracy", "west_indian_ocean"): (64, 41),
    ("trafficking", "west_indian_ocean"): (52, 50),
    ("terrorism", "bay_of_bengal"): (33, 36),
    ("trafficking", "bay_of_bengal"): (45, 45),
    ("piracy", "malacca"): (48, 44),
    ("cyber", "malacca"): (55, 47),
    ("cyber", "south_ocean"): (38, 35),
}
_EXPOSURE = {"IND": 3, "IDN": 1, "ZAF": 1, "USA": 1, "CHN": 2, "FRA": 2, "MDV": 3, "SYC": 3, "LKA": 2}
THREATS = tuple(
    v.ThreatSeen(kind, theatre, f"threat({kind},{theatre})", _EXPOSURE, f"{kind} costs all who pass")
    for kind, theatre in _LEVELS
)
FRAMEWORKS = (
    v.FrameworkSeen("IORA", "Indian Ocean Rim Association",
                    ("IND", "IDN", "ZAF", "LKA", "MDV", "BGD", "SYC", "FRA"), "consensus"),
    v.FrameworkSeen("IONS", "Indian Ocean Naval Symposium",
                    ("IND", "IDN", "ZAF", "FRA", "LKA", "MDV", "BGD", "SYC"), "consensus"),
    v.FrameworkSeen("CMF", "Combined Maritime Forces", ("USA", "FRA", "IND", "SYC", "LKA"), "lead_nation"),
    v.FrameworkSeen("QUAD", "Quad", ("IND", "USA"), "consensus"),
)  # fmt: skip
RELATIONS = (
    v.RelationSeen(
        "CHN",
        "IND",
        True,
        "land",
        "An undefined border, a war in 1962, twenty dead in 2020.",
        "strained",
        (
            v.PastSeen(
                2020,
                "Twenty Indian soldiers died in the Galwan valley; China named four dead of its own in 2021.",
                "Hindustan Times, 17 June 2020",
            ),
            v.PastSeen(2024, "An arrangement on patrols was announced.", "The Hindu, 21 October 2024"),
        ),
    ),
    v.RelationSeen("CHN", "USA", True, "", "Two navies, and two ideas of who keeps order at sea."),
    v.RelationSeen("IND", "LKA", False, "sea", "Neighbours, with a long memory of an intervention in 1987."),
)


def numbers(turn: int = 3, *, own: str = "IND") -> dict[str, int]:
    """The numbers a seat knows after so many rounds: they move a little, some up and some down."""
    found: dict[str, int] = {}
    for place, power in enumerate(IDS):
        for column, key in enumerate(ATTRIBUTES):
            drift = ((place + column) % 5 - 2) * (turn - 3)
            found[of(key, power)] = min(100, max(0, _ATTRIBUTES[power][column] + drift))
    for a in IDS:
        for b in IDS:
            if a < b:
                state = _RELATIONSHIPS.get(f"{a} {b}", _RELATIONSHIPS.get(f"{b} {a}", 3))
                moved = {("IND", "USA"): turn < 2, ("IND", "MDV"): -(turn < 2), ("CHN", "LKA"): turn < 2}
                found[between("relationship", a, b)] = state - int(moved.get((a, b), 0))
                found[between("tension", a, b)] = min(100, 14 + (6 - state) * 9 + (a == "CHN") * turn)
                found[between("interoperability", a, b)] = max(0, state * 9 - 6 + turn)
    for place, other in enumerate(power for power in IDS if power != own):
        found[toward("trust", own, other)] = _TRUST.get(other, 50) + (place % 3 - 1) * (turn - 3) * 2
        found[toward("dependence", own, other)] = {"USA": 14, "FRA": 31}.get(other, 0)
        found[toward("dependence", other, own)] = {"LKA": 12, "MDV": 22, "SYC": 26}.get(other, 0)
    for (kind, theatre), (level, began) in _LEVELS.items():
        found[f"threat({kind},{theatre})"] = began + (level - began) * turn // 3
    for place, name in enumerate(INDICES):
        found[of("index", name)] = _INDICES[name] + (place % 3 - 1) * (turn - 3) * 3
    for framework in FRAMEWORKS:
        found[of("cohesion", framework.id)] = 55
        found[of("legitimacy", framework.id)] = 48
    found |= {
        "architecture(all)": 50 + turn - 3,
        of("capital", own): 4,
        of("resources", own): 3,
        of("national", own): 32 + 3 * turn,
        of("objectives", own): 6 * turn,
        of("position", own): 12,
        of("reputation", own): 11,
    }
    return found


def offers() -> tuple[v.Offer, ...]:
    """The moves a seat may use, a few of them blocked with the reason."""
    rows: tuple[tuple[str, str, str, str, tuple[int, int], tuple[int, int], int, int], ...] = (
        ("strategic_dialogue", "Strategic dialogue", "dialogue", "joint", (1, 0), (1, 0), 1, 1),
        ("visit_exchange", "Military visit and officer exchange", "dialogue", "joint", (1, 1), (0, 1), 1, 1),
        ("hotline", "Hotline", "confidence-building", "joint", (1, 1), (1, 1), 1, 1),
        ("joint_exercise", "Joint exercise", "drills", "joint", (1, 2), (1, 1), 1, 3),
        ("intelligence_sharing", "Information sharing", "cooperation", "joint", (1, 1), (1, 1), 1, 1),
        ("licensed_production", "Licensed production", "technology", "joint", (2, 2), (1, 3), 1, 1),
        ("memorandum", "Memorandum of understanding", "agreements", "joint", (2, 0), (1, 0), 1, 1),
        ("counter_piracy", "Counter-piracy patrol", "operations", "joint", (1, 2), (1, 2), 1, 4),
        ("public_protest", "Public protest", "coercion", "order", (1, 0), (0, 0), 1, 1),
        ("show_of_force", "Show of force", "coercion", "order", (1, 2), (0, 0), 1, 1),
        ("covert_collection", "Covert collection", "coercion", "order", (1, 1), (0, 0), 1, 1),
        ("modernise_forces", "Modernise forces", "domestic", "order", (0, 3), (0, 0), 0, 0),
        ("reform_governance", "Reform governance", "domestic", "order", (2, 0), (0, 0), 0, 0),
    )  # fmt: skip
    found = []
    for move, title, category, form, cost, theirs, fewest, most in rows:
        partners = tuple(
            v.PartnerOffer(power, "relations with China are strained; needs cooperative" * (power == "CHN"))
            for power in IDS
            if power != "IND" and most
        )
        found.append(
            v.Offer(
                move=move,
                title=title,
                category=category,
                form=form,
                summary=f"{title}: what it is, in a sentence that a newcomer understands.",
                teaching="Talking is cheap, and it is where trust begins: slowly.",
                cost=cost,
                partner_cost=theirs,
                fewest=fewest,
                most=most,
                rounds=2 if category == "technology" else 1,
                partners=partners,
                blocked="needs 3 resources, you have 2" if move == "modernise_forces" else "",
                domains=("maritime", "land", "air", "cyber") if move == "joint_exercise" else (),
                theatres=tuple(place.id for place in THEATRES) if move == "counter_piracy" else (),
                safeguards=("light", "standard", "strict") if category == "technology" else (),
                committable=form == "joint",
                payable=form == "joint",
            )
        )
    return tuple(found)


def initiative(
    id: str, title: str, initiator: str, partners: tuple[str, ...], state: str, **more: object
) -> v.InitiativeSeen:
    """An initiative with what is not said left ordinary."""
    plain = v.InitiativeSeen(
        id=id,
        move=id.split(".")[2],
        title=title,
        category="cooperation",
        initiator=initiator,
        partners=partners,
        terms=Terms(),
        state=state,
        version=1,
        proposer=initiator,
        accepted=(initiator,),
        tabled=3,
        resolves=0,
        outcome="",
        message="",
        inside="IND" in (initiator, *partners),
        open_to_me=False,
        mine=False,
        my_cost=(0, 0),
    )
    return replace(plain, **more)


INITIATIVES = (
    initiative("3.LKA.counter_piracy.IND", "Counter-piracy patrol", "LKA", ("IND",), "tabled",
               terms=Terms(theatre="west_indian_ocean", share=1), open_to_me=True, my_cost=(1, 2),
               message="Your ships and our harbours. Colombo would announce it as its own idea."),
    initiative("3.FRA.licensed_production.IND", "Licensed production", "FRA", ("IND",), "countered",
               terms=Terms(safeguards="standard", payment=-1), version=2, open_to_me=True, my_cost=(1, 3),
               category="technology"),
    initiative("3.IND.joint_exercise.IDN", "Joint exercise", "IND", ("IDN",), "tabled", mine=True,
               terms=Terms(domain="maritime", committed=True), category="drills", spent=(1, 2)),
    initiative("3.IND.covert_collection.CHN", "Covert collection", "IND", ("CHN",), "agreed", mine=True,
               resolves=3, category="coercion", spent=(1, 1)),
    initiative("3.IND.strategic_dialogue.ZAF", "Strategic dialogue", "IND", ("ZAF",), "agreed", mine=False,
               resolves=3, category="dialogue", accepted=("IND", "ZAF"), spent=(1, 0)),
    initiative("2.USA.intelligence_sharing.IND", "Information sharing", "USA", ("IND",), "under_way",
               tabled=2, resolves=4),
    initiative("2.CHN.training_mission.BGD", "Training mission", "CHN", ("BGD",), "under_way",
               tabled=2, resolves=3),
    initiative("2.IND.visit_exchange.MDV", "Military visit and officer exchange", "IND", ("MDV",),
               "completed", tabled=2, outcome="setback"),
    initiative("1.IND.hotline.CHN", "Hotline", "IND", ("CHN",), "declined", tabled=1),
    initiative("1.IND.memorandum.LKA", "Memorandum of understanding", "IND", ("LKA",), "completed",
               tabled=1, outcome="success"),
)  # fmt: skip

AGREEMENTS = tuple(
    v.AgreementSeen(*row)
    for row in (
        ("a1", "defence_agreement", "Major Defence Partnership", "defence", ("IND", "USA"), "in_force", 0, 0,
         "", 2025, "Outlook India, 31 October 2025"),
        ("a2", "memorandum", "Defence cooperation memorandum", "mou", ("IND", "LKA"), "in_force", 1, 0, ""),
        ("a3", "licensed_production", "Scorpène submarines, Mumbai", "technology", ("FRA", "IND"), "in_force",
         0, 5, "standard"),
        ("a4", "security_pact", "North Atlantic Treaty", "pact", ("FRA", "USA"), "in_force", 0, 0, ""),
        ("a5", "information_sharing", "Information Fusion Centre", "sharing", ("IND", "SYC"), "suspended",
         0, 0, ""),
        ("a6", "defence_agreement", "Djibouti support arrangement", "defence", ("CHN", "LKA"), "in_force",
         2, 0, ""),
    )
)  # fmt: skip

OBJECTIVES = (
    v.ObjectiveSeen("net", "Net security provider", "Those who keep the lanes safe are asked first.", False,
                    False, 12, 4, False, False,
                    (v.Part("agreements(with=any) >= 3", False, 2, 3, ">=",
                            "3 or more agreements of India are in force"),
                     v.Part("threat(piracy,west_indian_ocean) <= 40", False, 64, 40, "<=",
                            "piracy in the Western Indian Ocean is 40 or less")),
                    "3 or more agreements of India are in force, and piracy in The Western Indian Ocean is "
                    "40 or less",
                    6, "3 or more agreements of India are in force"),
    v.ObjectiveSeen("lka", "Sri Lanka a partner", "A neighbour in debt to a rival is a worry.", False, False,
                    10, 0, False, False, (v.Part("relation(IND,LKA) >= partner", False, 4, 5, ">=",
                            "India and Sri Lanka are partner or better"),),
                    "India and Sri Lanka are partner or better"),
    v.ObjectiveSeen("tech", "Engines made at home", "Autonomy is built.", True, False, 14, 14, True,
                    False, (v.Part("attribute(technology) - start >= 4", True, 5, 4),),
                    "India's technology rises by 4 or more"),
    v.ObjectiveSeen("hedge", "No formal ally", "A pact would end the freedom to say no.", True, False, 8, 0,
                    False, False, (v.Part("agreements(type=security_pact) <= 0", True, 0, 0),),
                    "no security pacts of India are in force"),
    v.ObjectiveSeen("base", "A foreign base in the Maldives", "Six hundred kilometres from the coast.", False,
                    True, -10, 0, False, False, (v.Part("relation(CHN,MDV) >= partner", False, 4, 5),),
                    "China and Maldives are partner or better"),
)  # fmt: skip

BRIEF = v.BriefSeen(
    role=POWERS[0].profile,
    interests=(
        "Keep the lanes from Hormuz to Malacca open, and be seen to keep them.",
        "No rival base in the island states; no neighbour beholden to one.",
        "Technology from all sides, dependence on none.",
    ),
    brings="The largest resident navy, a fusion centre that sees the ocean's traffic, and some money.",
    constraints="A contested border takes the army's share; no party at home would sign a pact.",
    talk_first=(
        ("LKA", "a patrol from Colombo before Beijing offers one"),
        ("FRA", "engines: licensed production with safeguards you can live with"),
        ("IDN", "a maritime drill at the mouth of Malacca"),
    ),
)

PLEDGES = (
    v.PledgeSeen("p1", Undertaking("MDV", "restraint", "security_pact", "CHN", 4), "open", 2),
    v.PledgeSeen("p2", Undertaking("IND", "act", "joint_exercise", "IDN", 3), "open", 2),
)
MESSAGES = (
    v.MessageSeen(2, "FRA", ("IND",), "Engines are a political decision. Ours is made; is yours?"),
    v.MessageSeen(3, "CHN", (), "China's presence in the ocean serves the safety of all who trade on it."),
    v.MessageSeen(3, "IDN", ("IND",), "A drill in the strait, yes; only the two of us."),
)
NOTICES = (
    v.NoticeSeen("survey_ship", "A survey ship asks for a berth",
                 "A Chinese research vessel has asked Colombo for five days in port. Your navy believes it "
                 "charts the sea floor for submarines. Colombo asks, quietly, what you would think.",
                 "cable", 3, (("object", "Say that you would object"),
                              ("accept", "Say that it is their harbour"),
                              ("offer", "Offer a survey of your own")), ""),
    v.NoticeSeen("cable_cut", "A cable is cut off Jakarta",
                 "Two submarine cables failed within an hour. Nobody has said that it was an accident.",
                 "news", 3, (), ""),
    v.NoticeSeen("hijack", "A bulk carrier is taken off Socotra", "The first in a year. Insurers meet.",
                 "news", 2, (), ""),
)  # fmt: skip


def choices(kind: str) -> tuple[v.ChoiceSeen, ...]:
    """What a principal may answer in a confrontation, or one affected by an emergency."""
    if kind == "emergency":
        return (
            v.ChoiceSeen("absorb", "Absorb", "bear it with your own means; it stays as bad as it is"),
            v.ChoiceSeen("ask", "Ask for help", "who helps earns trust; you owe something", (1, 0)),
            v.ChoiceSeen("seal", "Seal off", "nobody comes in, and nobody exploits it", (0, 1)),
        )
    return (
        v.ChoiceSeen("concede", "Concede", "the other side prevails; standing falls at home and abroad"),
        v.ChoiceSeen("ease", "Ease", "offer a way down; if both ease it is settled"),
        v.ChoiceSeen("hold", "Hold", "neither forward nor back"),
        v.ChoiceSeen("press", "Press", "raise the pressure by one", (1, 0)),
        v.ChoiceSeen("mobilise", "Mobilise", "raise it by two, in view of everybody", (1, 2),
                     "needs 2 resources, you have 1"),
    )  # fmt: skip


def past(turns: int) -> tuple[Mapping[str, int], ...]:
    """The numbers after each round, the opening first."""
    return tuple(numbers(turn) for turn in range(turns))
