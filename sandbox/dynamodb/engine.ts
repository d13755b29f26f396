import batchGetItem from 'dynalite/actions/batchGetItem.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import db from 'dynalite/db/index.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import updateItemRules from 'dynalite/validations/updateItem.js';

/**
 * What DynamoDB's expressions mean, from dynalite: its parsers, its rules for members and its actions, without its server
 * and its databases. Loaded where there is a table.
 */
export const engine = {
  db,
  validations,
  createTableRules,
  actions: {
    BatchGetItem: { run: batchGetItem, rules: batchGetItemRules },
    DeleteItem: { run: deleteItem, rules: deleteItemRules },
    GetItem: { run: getItem, rules: getItemRules },
    PutItem: { run: putItem, rules: putItemRules },
    Query: { run: query, rules: queryRules },
    Scan: { run: scan, rules: scanRules },
    UpdateItem: { run: updateItem, rules: updateItemRules },
  },
};

export type Engine = typeof engine;
export type ActionName = keyof Engine['actions'];
