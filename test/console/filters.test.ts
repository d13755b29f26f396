import { filterRows, filtersOf, queryOf } from '../../console/live/filters.js';

const rows = [
  { text: 'Ada iot:Publish users/1/a', refused: false, identity: 'us-east-1:1' },
  { text: 'Bob iot:Subscribe users/1/#', refused: true, identity: 'us-east-1:2' },
  { text: 'Lambda iot:AttachPolicy', refused: true },
];
const filtered = (query: Record<string, string>) =>
  filterRows(rows, filtersOf(query)).map(({ text }) => text.split(' ')[0]);

describe('the filters of a list', () => {
  it.each([
    { title: 'let everything through when they are empty', query: {}, shown: ['Ada', 'Bob', 'Lambda'] },
    { title: 'want all words, in any case', query: { text: 'IOT: users' }, shown: ['Ada', 'Bob'] },
    { title: 'leave what was refused', query: { refused: '1' }, shown: ['Bob', 'Lambda'] },
    { title: 'leave one identity', query: { identity: 'us-east-1:2' }, shown: ['Bob'] },
    { title: 'go together', query: { refused: '1', text: 'attach', identity: 'us-east-1:2' }, shown: [] },
  ])('$title', ({ query, shown }) => {
    // A key may be absent in a row of the table.
    expect(filtered(query as Record<string, string>)).toEqual(shown);
  });

  it('stand in the address, the empty ones not', () => {
    expect(queryOf(filtersOf({}))).toEqual({});
    const query = { text: 'a', refused: '1', identity: 'i' };
    expect(queryOf(filtersOf(query))).toEqual(query);
  });
});
