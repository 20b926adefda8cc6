// "Near me": where the browser is, to about a kilometre, asked for only when the button is pressed. The place goes
// nowhere but into the address of the search.
"use strict";

const stemmapPlace = (() => {
  const DIGITS = 2;
  const WAIT_MS = 10_000;

  const why = (failure) => {
    if (failure.code === failure.PERMISSION_DENIED) return _("This browser may not say where you are. Write a ZIP code or a town instead.");
    if (failure.code === failure.TIMEOUT) return _("Finding out where you are took too long. Write a ZIP code or a town instead.");
    return _("Where you are could not be found out. Write a ZIP code or a town instead.");
  };

  // `button` finds the place, `said` says why not, `use` gets "36.73,-108.2".
  const offer = (button, said, use) => {
    if (!navigator.geolocation || !isSecureContext) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      said.hidden = true;
      button.disabled = true;
      const done = () => { button.disabled = false; };
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => { done(); use(`${coords.latitude.toFixed(DIGITS)},${coords.longitude.toFixed(DIGITS)}`); },
        (failure) => { done(); said.hidden = false; said.textContent = why(failure); },
        { maximumAge: 600_000, timeout: WAIT_MS },
      );
    });
  };
  return { offer };
})();
