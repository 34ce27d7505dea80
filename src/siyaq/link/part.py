"""The part of a story that is another happening: its reports are near each other and, on average, not near enough to the rest.

An article that is near two happenings draws them into one story, and there it is as near to either as it can be. So a story is
looked at from each new report: its members go by turns to the side that they are nearer to (as in k-means, with the mean of the
three best scores for the distance), and a side that its members would not join any more leaves.
"""

from collections.abc import Callable, Mapping, Sequence, Set

BEST = 3  # members of a story whose mean score decides; 1 chains topics together, all of them split long stories
_TURNS = 4  # most are settled after two

Scores = Mapping[str, Sequence[tuple[float, str]]]  # report -> its scores with other reports of the story, greatest first


def mean_best(scores: Sequence[tuple[float, str]], side: Set[str], size: int) -> float:
    """Mean of the best `BEST` scores with a side of so many reports; those that are not near count 0."""
    found = []
    for score, other in scores:
        if other in side:
            found.append(score)
            if len(found) == BEST:
                break
    return sum(found) / min(BEST, size) if size > 0 else 0.0


def loose_part(seed: str, scores: Scores, least: Callable[[int], float]) -> frozenset[str]:
    """The smaller side of a story as seen from one report, where it is another happening; else empty.

    Args:
        seed: a report of the story.
        scores: all reports of the story.
        least: mean score that joining a story of so many reports asks for.
    """
    near: Set[str] = {seed}
    for _ in range(_TURNS):
        far = scores.keys() - near
        former, near = near, {seed} | {report for report in scores if _is_nearer(report, scores, near, far)}
        if near == former:
            break
    small, large = sorted((near, scores.keys() - near), key=lambda side: (len(side), min(side, default="")))
    if len(small) < 2:
        return frozenset()
    mean = sum(mean_best(scores[report], large, len(large)) for report in small) / len(small)
    return frozenset(small) if mean < least(len(large)) else frozenset()


def _is_nearer(report: str, scores: Scores, near: Set[str], far: Set[str]) -> bool:
    sizes = (len(side) - (report in side) for side in (near, far))
    here, there = (mean_best(scores[report], side, size) for side, size in zip((near, far), sizes, strict=True))
    return here > there
