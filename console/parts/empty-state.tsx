import type { ReactNode } from 'react';

/** What stands where nothing is yet: what would be there, and what to do so that it is. */
export function EmptyState({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p>{children}</p>
    </div>
  );
}
