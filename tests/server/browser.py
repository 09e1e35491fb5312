"""A browser without script or eyes: it fetches pages, reads their forms, fills them in and sends them."""

from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx2

VOID = {"meta", "link", "input"}


class Form:
    """A form of a page: where it goes, what it holds, what may be marked."""

    def __init__(self, method: str, action: str) -> None:
        self.method = method
        self.action = action
        self.fields: list[tuple[str, str]] = []
        self.options: dict[str, list[str]] = {}
        self.buttons: list[str] = []

    def mark(self, name: str, value: str) -> None:
        self.fields = [(key, held) for key, held in self.fields if key != name] + [(name, value)]


class Page(HTMLParser):
    """What a page says and holds."""

    def __init__(self, answer: httpx2.Response) -> None:
        super().__init__()
        self.status = answer.status_code
        self.html = answer.text
        self.forms: list[Form] = []
        self.said: list[str] = []
        self.refers: list[str] = []
        self.labelled: set[str] = set()
        self.ids: list[str] = []
        self.headings: list[str] = []
        self._open: list[str] = []
        self._select = self._area = ""
        self.feed(self.html)
        self.close()
        assert not self._open, self._open

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())

    def form(self, ending: str) -> Form:
        return next(form for form in self.forms if form.action.endswith(ending))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert not [name for name in given if name.startswith("on") or name == "style"]
        self.refers += [given[name] for name in ("href", "src", "action") if name in given]
        self.ids += [given["id"]] if "id" in given else []
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag == "form":
            self.forms.append(Form(given.get("method", "get"), given["action"]))
        elif self.forms and "form" in self._open:
            self._take_field(tag, given)

    def _take_field(self, tag: str, given: dict[str, str]) -> None:
        form, name, value = self.forms[-1], given.get("name", ""), given.get("value", "")
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            form.options.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields.append((name, value))
        elif tag == "input":
            assert given.get("type") == "hidden" or given["id"] in self.labelled, given
            form.fields.append((name, value))
        elif tag == "select":
            assert given["id"] in self.labelled
            self._select = name
        elif tag == "option":
            form.options.setdefault(self._select, []).append(value)
            if "selected" in given or len(form.options[self._select]) == 1:
                form.mark(self._select, value)
        elif tag == "textarea":
            assert given["id"] in self.labelled
            form.fields.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, (tag, self._open)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


class Browser:
    """Somebody with a browser, at one host."""

    def __init__(self, address: str) -> None:
        self.http = httpx2.AsyncClient(base_url=f"http://{address}", follow_redirects=True, timeout=20)

    async def open(self, path: str) -> Page:
        return Page(await self.http.get(path))

    async def send(self, form: Form) -> Page:
        if form.method == "get":
            return Page(await self.http.get(f"{form.action}?{urlencode(form.fields)}"))
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return Page(await self.http.post(form.action, content=urlencode(form.fields), headers=kind))

    async def join(self, code: str, name: str = "") -> Page:
        form = (await self.open("/")).form("/join")
        form.mark("code", code)
        form.mark("name", name)
        return await self.send(form)
