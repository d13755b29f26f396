/** How the pages of the hosted sign-in look. The pages let this text alone be their style, by its hash. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --paper: light-dark(#f3f4f6, #14171c); --card: light-dark(#fff, #1e2229); --ink: light-dark(#16191f, #e8eaee);
  --quiet: light-dark(#555d6b, #a3abb9); --line: light-dark(#8a92a0, #6b7483); --accent: light-dark(#1d5fa8, #7db4f2);
  --on-accent: light-dark(#fff, #10202f); --bad: light-dark(#a61b1b, #ff9d94); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; padding: 2rem 1rem; display: grid; align-content: center; justify-items: center;
  gap: 1rem; background: var(--paper); color: var(--ink); }
main { width: 100%; max-width: 24rem; padding: 2rem; border-radius: 14px; background: var(--card);
  box-shadow: 0 1px 3px #0003; display: grid; gap: 1rem; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
p { margin: 0; }
form { display: grid; gap: 1rem; }
label { display: grid; gap: .3rem; font-size: .9rem; font-weight: 600; }
input, button, .other a { font: inherit; width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border-radius: 8px; }
input { font-weight: 400; border: 1px solid var(--line); background: var(--card); color: var(--ink); }
button { border: 0; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
.other a { display: block; border: 1px solid var(--line); color: var(--ink); text-align: center; text-decoration: none; }
.aside { text-align: center; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role] { padding: .6rem .8rem; border-left: 4px solid var(--accent); border-radius: 6px; background: var(--paper);
  overflow-wrap: anywhere; }
[role=alert] { border-color: var(--bad); color: var(--bad); }
footer { color: var(--quiet); font-size: .85rem; text-align: center; }
`;
