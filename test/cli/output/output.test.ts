import { createOutput } from '../../../cli/output/output.js';
import { runCommand } from '../../../cli/output/run-command.js';

/** What is written to standard output and standard error meanwhile. */
function listening() {
  const said = { out: '', err: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream === 'stdout' ? 'out' : 'err'] += String(text);
      return true;
    }),
  );
  return { said, stop: () => spies.forEach((spy) => void spy.mockRestore()) };
}

describe('the output of a command', () => {
  let heard: ReturnType<typeof listening>;
  beforeEach(() => {
    heard = listening();
  });
  afterEach(() => heard.stop());

  it('is a table of plain columns for people', () => {
    const output = createOutput({ json: false });
    output.table(
      ['USER', 'DEVICES'],
      [
        ['ada', '2'],
        ['grace', '10'],
      ],
    );
    output.value({ not: 'for people' });
    expect(heard.said).toEqual({ out: 'USER   DEVICES\nada    2\ngrace  10\n', err: '' });
  });

  it('is one value of JSON for programs, and nothing else on standard output', () => {
    const output = createOutput({ json: true });
    output.line('for people');
    output.table(['USER'], [['ada']]);
    output.note('worth knowing');
    output.value({ users: ['ada'] });
    expect(heard.said).toEqual({ out: '{"users":["ada"]}\n', err: 'worth knowing\n' });
  });

  it('has the code of what failed, and the command ends with 1', async () => {
    const fail = async () => {
      throw Object.assign(new Error('the table is gone'), { name: 'ResourceNotFoundException' });
    };
    expect(await runCommand({ json: false }, fail)).toBe(1);
    expect(heard.said).toEqual({ out: '', err: 'ResourceNotFoundException: the table is gone\n' });
    expect(await runCommand({ json: true }, fail)).toBe(1);
    expect(JSON.parse(heard.said.out)).toEqual({
      error: { code: 'ResourceNotFoundException', message: 'the table is gone' },
    });
  });
});
