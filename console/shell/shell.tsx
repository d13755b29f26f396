import { type ReactNode, useEffect, useRef } from 'react';
import { AREAS } from '../routing/route.js';
import { useRoute } from '../routing/use-route.js';
import { Navigation } from './navigation.js';
import { TopBar } from './top-bar.js';

/** What stands around every area. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { area } = useRoute();
  const main = useRef<HTMLElement>(null);
  const before = useRef(area);
  useEffect(() => {
    document.title = `${AREAS[area]} · Sandbox console`;
    if (before.current === area) return;
    before.current = area;
    main.current?.scrollTo(0, 0);
    // Whoever uses a keyboard or a screen reader arrives in the area, too.
    main.current?.querySelector<HTMLElement>('h1')?.focus();
  }, [area]);
  return (
    <div className="shell">
      <button
        type="button"
        className="skip button"
        onClick={() => main.current?.querySelector<HTMLElement>('h1')?.focus()}
      >
        Skip the navigation
      </button>
      <TopBar />
      <Navigation current={area} />
      <main className="main" ref={main}>
        {children}
      </main>
    </div>
  );
}
