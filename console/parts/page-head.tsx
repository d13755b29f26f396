import type { ReactNode } from 'react';

export interface PageHeadProps {
  readonly title: string;
  /** One sentence: what this area is for. */
  readonly children: ReactNode;
}

export function PageHead({ title, children }: PageHeadProps) {
  return (
    <header className="page-head">
      <h1 tabIndex={-1}>{title}</h1>
      <p className="muted">{children}</p>
    </header>
  );
}
