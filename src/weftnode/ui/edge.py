"""Where our errors become HTTP: one table, by who must act."""

from http import HTTPStatus

from weft import errors

STATUS: tuple[tuple[type[errors.WeftError], HTTPStatus], ...] = (
    (errors.NothingFound, HTTPStatus.NOT_FOUND),
    (errors.InputProblem, HTTPStatus.BAD_REQUEST),
    (errors.Refused, HTTPStatus.FORBIDDEN),
    (errors.PartnerProblem, HTTPStatus.BAD_GATEWAY),
    (errors.Tampered, HTTPStatus.CONFLICT),
    (errors.NotConfigured, HTTPStatus.SERVICE_UNAVAILABLE),
)


def status(problem: errors.WeftError) -> HTTPStatus:
    """The status of one of our errors; the first family it belongs to counts."""
    return next((code for family, code in STATUS if isinstance(problem, family)), HTTPStatus.INTERNAL_SERVER_ERROR)
