import { AwsError } from '../base/errors.js';
import { copyValues } from './copied-values.js';
import { fromDynalite } from './dynamodb-errors.js';
import { type ActionName, engine } from './engine.js';
import { createItemStore } from './item-store.js';
import type { ItemState } from './item-tables.js';
import { holdMembers } from './members.js';
import type { Item, ServedTable } from './served-table.js';
import { holdTable } from './table-limits.js';
import { refuseUnjudged } from './unjudged-comparisons.js';
import { holdProjection } from './unprojected-attributes.js';

/** The tables, whatever asks of them. */
export interface ServedTables {
  /** @throws AwsError as DynamoDB does */
  act(action: ActionName, input: object, settings?: ActSettings): Promise<object>;
  /** Undefined for a table that is not there. */
  describe(tableName: string): object | undefined;
}

export interface ActSettings {
  /** Whether an item that does not fulfil the condition is told. */
  readonly showsItem: boolean;
}

/**
 * Serves the tables from the state, their one home: dynalite's actions work on it as they would on a database.
 *
 * @throws DeploymentError for a table that AWS would not make
 */
export function serveTables(tables: readonly ServedTable[], state: ItemState): ServedTables {
  for (const table of tables) holdTable(table, engine);
  const items = createItemStore(tables, state, engine);

  return {
    act: (action, input, settings = { showsItem: false }) =>
      new Promise((resolve, reject) => {
        const { run, rules } = engine.actions[action];
        // One after the other, with nothing in between: a condition and what it allows are one step.
        try {
          holdMembers(input);
          let judge: (item: Item) => void = () => undefined;
          const store = items.storeFor(action, (item) => judge(item));
          const members: Members = engine.validations.checkTypes(input, rules.types);
          engine.validations.checkValidations(members, rules.types, rules.custom, store);
          judge = refuseUnjudged(members, engine.db);
          copyValues(members);
          holdProjection(members, items.tableOf(String(members.TableName)));
          run(store, members, (error, result = {}) => {
            if (error === null || error === undefined) return resolve(result);
            const refusal = fromDynalite(error);
            const itemOf = () => items.get(String(members.TableName), members);
            reject(settings.showsItem ? withItem(refusal, itemOf) : refusal);
          });
          store.answerReads();
        } catch (error) {
          reject(fromDynalite(error));
        }
      }),

    describe(tableName) {
      const table = items.tableOf(tableName);
      return table === undefined ? undefined : { ...table, ...items.sizeOf(table) };
    },
  };
}

interface Members {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
}

/** @param itemOf asked once the key is known to be one */
function withItem(error: unknown, itemOf: () => Item | undefined): unknown {
  if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') return error;
  const item = itemOf();
  return item === undefined ? error : new AwsError(error.code, error.message, error.status, { Item: item });
}
