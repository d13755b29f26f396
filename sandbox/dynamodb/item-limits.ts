import type { ActionName, Engine } from './engine.js';
import { type Item, indexesOf, type ServedTable } from './served-table.js';

/**
 * What dynalite leaves open of an item that is about to be kept: it counts the characters of text, and DynamoDB the bytes;
 * it does not look at what an update has made of numbers.
 *
 * @throws DynaliteError
 */
export function holdItem(
  item: Item,
  table: ServedTable,
  { db, validations }: Pick<Engine, 'db' | 'validations'>,
  { action, largest }: { readonly action: ActionName; readonly largest: number },
): void {
  for (const value of Object.values(item)) {
    const wrong = validations.validateAttributeValue(value);
    if (wrong !== undefined && wrong !== null) throw db.validationError(wrong);
  }
  if (db.itemSize(inBytes(item) as Item) > largest) {
    const what = action === 'UpdateItem' ? 'Item size to update' : 'Item size';
    throw db.validationError(`${what} has exceeded the maximum allowed size`);
  }
  // The names of its keys stay as they are.
  const valuesInBytes = Object.entries(item).map(([name, value]) => [name, inBytes(value)]);
  const invalid = db.validateItem(Object.fromEntries(valuesInBytes), table);
  if (invalid !== undefined && invalid !== null) throw invalid;
  for (const { IndexName, KeySchema } of indexesOf(table)) {
    const empty = KeySchema.find(({ AttributeName }) => isEmpty(item[AttributeName]));
    if (empty === undefined) continue;
    throw db.validationError(
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The ' +
        `AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${IndexName}, IndexKey: ` +
        empty.AttributeName,
    );
  }
}

const isEmpty = (value: Item[string] | undefined) => value?.S === '' || value?.B === '';

/** The same with a character for each byte of UTF-8, in names as in text. */
function inBytes(value: unknown): unknown {
  if (typeof value === 'string') return Buffer.from(value).toString('latin1');
  if (Array.isArray(value)) return value.map(inBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [inBytes(name), inBytes(member)]));
}
