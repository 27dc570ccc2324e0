"""How closely to look: one round of small sizes for a glance and for CI, or several of full size."""

from __future__ import annotations

from dataclasses import dataclass

USUAL_ROUNDS = 5


@dataclass(frozen=True)
class Look:
    """A number of rounds; one alone is a short look."""

    rounds: int = USUAL_ROUNDS

    @property
    def short(self) -> bool:
        """One round, of small sizes."""
        return self.rounds == 1

    def size(self, full: int, small: int) -> int:
        """Return the size of something for this look."""
        return small if self.short else full
