/** Only to look at: the words beside it say the same. */
export function LampPicture({ on }: { readonly on: boolean }) {
  return (
    <svg className="lamp-picture" data-on={on} viewBox="0 0 96 112" width="96" height="112" aria-hidden="true">
      <path className="lamp-light" d="M28 44 L4 100 H92 L68 44 Z" />
      <path className="lamp-shade" d="M34 12 H62 L76 46 H20 Z" />
      <path className="lamp-foot" d="M48 46 V98 M30 100 H66" />
      <circle className="lamp-bulb" cx="48" cy="50" r="7" />
    </svg>
  );
}
