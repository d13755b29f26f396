import { useEffect, useRef } from 'react';
import { AREAS, type Area, hashOf } from '../routing/route.js';
import { NavigationCount } from './navigation-count.js';

export function Navigation({ current }: { readonly current: Area }) {
  const nav = useRef<HTMLElement>(null);
  // On a phone it is a bar that scrolls.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element of the new area is looked for
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <nav className="nav" aria-label="Areas" ref={nav}>
      <ul>
        {Object.entries(AREAS).map(([area, title]) => (
          <li key={area}>
            {/* `Object.entries` forgets that its keys are areas. */}
            <a href={hashOf({ area: area as Area })} aria-current={area === current ? 'page' : undefined}>
              {title}
              <NavigationCount area={area as Area} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
