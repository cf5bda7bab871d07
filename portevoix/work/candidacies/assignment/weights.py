"""What each criterion is worth, in points; the region may change every number (dossier §3.4: no national scale exists)."""

from dataclasses import dataclass, fields

from portevoix.work.candidacies.assignment import sentences

LARGEST_WEIGHT = 100_000
LARGEST_DISTANCE = 1_000


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Whole points, from 0 (the criterion does not count) to 100 000. The proposal is the one with the greatest sum.

    The defaults keep the order of the dossier by their magnitudes: a filled titular seat, then a filled substitute seat, then the
    plurality of associations, continuity, the rank of the wish, adequacy, load and distance.
    """

    titular: int = 20_000
    """Gained for each titular seat that is filled."""
    member: int = 20_000
    """Gained for each filled seat of a body that does not tell titulars from substitutes."""
    substitute: int = 12_000
    """Gained for each substitute seat that is filled."""
    renewal: int = 2_500
    """Gained when somebody trained and active stays in the body where they sit."""
    rank: int = 600
    """Lost for each rank below the first wish."""
    plurality_titular: int = 4_000
    """Lost for each titular (or member) of one association beyond its first in a body, those who already sit counted."""
    plurality_substitute: int = 1_000
    """Lost for each substitute of one association beyond its first in a body, those who already sit counted."""
    load: int = 400
    """Lost for each mandate that the person holds already, those proposed here counted one after the other."""
    distance: int = 5
    """Lost for each kilometre between the home and the body."""
    distance_max: int = 200
    """Kilometres, 0 to 1 000: a longer way costs no more than this one."""
    distance_unknown: int = 40
    """Kilometres, 0 to 1 000: counted when the home or the place of the body is not known."""
    adequacy: int = 1_500
    """Gained when the association is wholly in its field (score 100); a smaller score gains its share, rounded down."""

    def __post_init__(self) -> None:
        """Refuse what is not a whole number in its range (ValueError, in French: the weights are a form)."""
        for field in fields(self):
            value = getattr(self, field.name)
            top = LARGEST_DISTANCE if field.name in {"distance_max", "distance_unknown"} else LARGEST_WEIGHT
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= top:
                raise ValueError(sentences.out_of_range(field.name, top))
