"""How often chance alone is called a change: a small simulation of the sample without any change."""

from __future__ import annotations

import pytest

from benchmarks.false_flags import USUAL_LEVEL, Sample, read_sample, simulate

RELEASES = 200


@pytest.fixture(scope="module")
def sample() -> Sample:
    """The changes of persons that the project's own example compares."""
    return read_sample()


def test_fewer_than_one_false_flag_is_expected_in_a_whole_release(sample: Sample) -> None:
    """At the level of the settings 2,000 releases had 0.2 each; so has this smaller number, and each report is a part of a release."""
    flags = simulate(sample, sample.level, RELEASES)
    assert sample.level == 0.998
    assert flags.worst_report <= flags.per_release < 0.5
    assert flags.per_report < 0.1


@pytest.mark.faults
def test_at_95_per_cent_alone_there_would_be_more_than_one_in_a_report(sample: Sample) -> None:
    """At 95 % and without a least change 2,000 releases had 1.2 a report: the stricter level is needed."""
    flags = simulate(sample, USUAL_LEVEL, RELEASES, least_change=False)
    assert flags.per_report > 0.9
    assert flags.per_release == pytest.approx(0.05 * len(sample.changes), rel=0.1)
