// The page works without this. It fills the code in from the link, and says when there is something new.
(() => {
  const code = document.getElementById("code");
  if (code && location.hash.length > 1) {
    code.value = decodeURIComponent(location.hash.slice(1)).slice(0, 16);
    history.replaceState(null, "", location.pathname);
    document.getElementById("name").focus();
  }
  const news = document.getElementById("news");
  if (!news) return;
  const held = news.dataset.state;
  const lost = document.getElementById("lost");
  const look = async () => {
    try {
      const answer = await fetch(news.dataset.at, { cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (answer.ok) {
        lost.hidden = true;
        const [state, clock, ...here] = (await answer.text()).split("\n");
        if (state !== held) news.hidden = false;
        const shown = document.getElementById("clock");
        if (shown) shown.textContent = clock;
        const seats = document.querySelectorAll("#presence li");
        if (seats.length === here.length) seats.forEach((seat, at) => (seat.textContent = here[at]));
      }
    } catch {
      lost.hidden = false;
    }
    setTimeout(look, document.hidden ? 30000 : 5000);
  };
  setTimeout(look, 5000);
})();
