"""Failures as one JSON shape under /api and as friendly pages elsewhere."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from pipeline.errors import CongtinError
from pipeline.publish.delivery.headers import METHODS, is_for_programs
from pipeline.publish.website import Site

_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    410: "gone",
    422: "invalid",
    500: "internal",
    503: "unavailable",
}
_OURS = "Value error, "
"""What pydantic puts before the words of a check of ours."""
_TITLES = {
    400: "Yêu cầu không đúng",
    404: "Không tìm thấy",
    405: "Không được phép",
    410: "Đã hết hạn lưu trữ",
    422: "Giá trị không hợp lệ",
    500: "Có lỗi bên trong",
    503: "Tạm thời không phục vụ được",
}


def install(app: FastAPI, site: Site) -> None:
    """Answer every failure of the app by path: JSON for programs, a page for people."""

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        path = site.path(request)
        is_slip = path.endswith("/") and ".." not in path and not is_for_programs(path)
        if error.status_code == 404 and is_slip:
            return RedirectResponse(_without_slash(request, path), 308)
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["allow"] = METHODS
        return _answer(request, site, error.status_code, _wording(error), headers)

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return _answer(request, site, 422, _problems(error))

    def unavailable(request: Request, error: Exception) -> Response:
        message = str(error).replace(f"{site.config.data.resolve()}/", "")  # nobody's concern
        return _answer(request, site, 503, message, {"retry-after": "30"})

    def unexpected(request: Request, _error: Exception) -> Response:
        return _answer(
            request, site, 500, "Máy chủ gặp lỗi ngoài dự kiến; xem nhật ký của máy chủ."
        )

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(CongtinError, unavailable)
    app.add_exception_handler(500, unexpected)


def _without_slash(request: Request, path: str) -> str:
    """Where someone meant to go who put a slash at the end; never another host ("//host/")."""
    query = request.url.query
    there = request.scope.get("root_path", "").rstrip("/") + "/" + quote(path.strip("/"))
    return f"{there}?{query}" if query else there


def _answer(
    request: Request, site: Site, status: int, message: str, headers: dict[str, str] | None = None
) -> Response:
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    response: Response
    if is_for_programs(path):
        body = {"error": {"code": _CODES.get(status, "error"), "message": message}}
        response = JSONResponse(body, status_code=status)
    else:
        title = _TITLES.get(status, "Có lỗi")
        response = site.page(
            request, "error.html", status_code=status, heading=title, code=status, message=message
        )
    response.headers.update(headers or {})
    return response


def _wording(error: HTTPException) -> str:
    """What the route said; the framework's bare "Not Found" as a sentence."""
    if error.detail != HTTPStatus(error.status_code).phrase:
        return str(error.detail)
    if error.status_code == 404:
        return "Địa chỉ này không có ở đây. / There is nothing at this address."
    if error.status_code == 405:
        return "Ở đây chỉ đọc được (GET, HEAD). / Only reading is possible here (GET, HEAD)."
    return str(error.detail)


def _problems(error: RequestValidationError) -> str:
    """Every wrong parameter with what was wrong."""
    problems = (
        f"{problem['loc'][-1]}: {problem['msg'].removeprefix(_OURS)}" for problem in error.errors()
    )
    return "; ".join(problems)
