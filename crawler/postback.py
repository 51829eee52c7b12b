"""ASP.NET's `__doPostBack`: the form that a page posts back to itself. Pure."""

from lxml import html

from crawler.links import resolve
from pipeline.clean.page import Page

EVENT = ("__EVENTTARGET", "__EVENTARGUMENT")


def posted_form(
    page: Page, target: str, argument: str
) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The address and fields that `__doPostBack(target, argument)` sends; None without a `__VIEWSTATE`.

    Buttons are left out, as the browser's script leaves them out.
    """
    root = html.document_fromstring(page.text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    form = next((f for f in root.forms if "__VIEWSTATE" in f.fields), None)
    if form is None:
        return None
    fields = {name: value for name, value in form.form_values() if name not in EVENT}
    fields |= dict(zip(EVENT, (target, argument), strict=True))
    return resolve(page.base, form.get("action") or page.url) or page.url, tuple(fields.items())
