// The page works without this. It fills the code in from the link, and says when there is something new.
(() => {
  const code = document.getElementById("code");
  const fill = () => {
    if (location.hash.length < 2) return;
    code.value = decodeURIComponent(location.hash.slice(1)).slice(0, 16);
    history.replaceState(null, "", location.pathname);
    document.getElementById("name").focus();
  };
  if (code) {
    fill();
    // Where the page stands open already, a link with a code changes the fragment alone.
    addEventListener("hashchange", fill);
  }
  const news = document.getElementById("news");
  if (!news) return;
  const held = news.dataset.state;
  const lost = document.getElementById("lost");
  const hosts = document.getElementById("hosts");
  const teamNews = document.getElementById("team-news");
  const suggested = document.getElementById("suggested");

  const get = (at) => fetch(at, { cache: "no-store", signal: AbortSignal.timeout(8000) });

  // Where the table is served too, for when this host does not answer any more.
  const knowHosts = (told) => {
    const links = told.split(" ").filter(Boolean).map((host) => {
      const link = document.createElement("a");
      link.className = "to";
      link.href = host + hosts.dataset.path;
      link.textContent = host;
      return link;
    });
    hosts.replaceChildren(...links.flatMap((link) => [" ", link]));
    document.getElementById("also").hidden = !links.length;
  };

  // Nothing moves under the focus, and nothing that somebody writes goes.
  const isInUse = (part) =>
    part.contains(document.activeElement) || [...part.querySelectorAll("input[type=text]")].some((field) => field.value);

  const knowSuggested = async (state) => {
    if (state === teamNews.dataset.state) return;
    teamNews.hidden = !state;
    if (suggested) {
      if (isInUse(suggested)) return;
      const answer = await get(suggested.dataset.at);
      if (!answer.ok) return;
      suggested.innerHTML = await answer.text();
    }
    teamNews.dataset.state = state;
  };

  const look = async () => {
    try {
      const answer = await get(news.dataset.at);
      if (answer.ok) {
        lost.hidden = true;
        const [state, clock, team, others, ...here] = (await answer.text()).split("\n");
        if (state !== held) news.hidden = false;
        const shown = document.getElementById("clock");
        if (shown) shown.textContent = clock;
        const seats = document.querySelectorAll("#presence li");
        if (seats.length === here.length) seats.forEach((seat, at) => (seat.textContent = here[at]));
        knowHosts(others);
        await knowSuggested(team);
      }
    } catch {
      lost.hidden = false;
    }
    setTimeout(look, document.hidden ? 30000 : 5000);
  };
  setTimeout(look, 5000);
})();
