/**
 * Makes a row of each record, newest first, and keeps it for as long as the record is there: of thousands of records a
 * few come at a time.
 */
export function keptRows<Item extends object, Row>(make: (item: Item) => Row): (items: readonly Item[]) => Row[] {
  const known = new WeakMap<Item, Row>();
  return (items) =>
    items
      .map((item) => {
        const row = known.get(item) ?? make(item);
        known.set(item, row);
        return row;
      })
      .reverse();
}
