import { type ReactNode, useEffect, useRef } from 'react';

export interface ChosenProps {
  readonly closeHref: string;
  readonly children: ReactNode;
}

/** What is chosen in a list, beside it; on a phone in its place, and then the focus comes along. */
export function Chosen({ closeHref, children }: ChosenProps) {
  const close = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const list = close.current?.closest('.split')?.querySelector<HTMLElement>('.list');
    if (list?.offsetParent === null) close.current?.focus();
  }, []);
  return (
    <section className="detail" aria-label="What is chosen">
      <a href={closeHref} ref={close}>
        Close
      </a>
      {children}
    </section>
  );
}
