import type { Results, StormRun } from '../results.js';

const width = 800;
const height = 420;
const frame = { left: 70, right: 20, top: 50, bottom: 55 };
const colours: Readonly<Record<string, string>> = { latest: '#0b6bcb', random: '#c2410c' };

/** The storm as SVG: how many are attached over time, against the line that the quota allows at best. */
export function stormPicture({ details: { storms, quota } }: Results): string {
  const [first] = storms;
  if (first === undefined) throw new Error('There is no storm to draw.');
  const { identities, idealSeconds } = first;
  const seconds = Math.max(...storms.map(({ lastSeconds }) => lastSeconds)) * 1.05;
  const x = (second: number) => frame.left + (second / seconds) * (width - frame.left - frame.right);
  const y = (attached: number) => height - frame.bottom - (attached / identities) * (height - frame.top - frame.bottom);
  const point = (second: number, attached: number) => `${x(second).toFixed(1)},${y(attached).toFixed(1)}`;

  const curve = ({ percentAttachedAt, routing }: StormRun) => {
    const points = percentAttachedAt.map((second, percent) => point(second, (identities * percent) / 100));
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colours[routing]}" stroke-width="2"/>`;
  };
  const ideal = `<line x1="${x(0)}" y1="${y(0)}" x2="${x(idealSeconds).toFixed(1)}" y2="${y(identities)}" stroke="#555" stroke-width="2" stroke-dasharray="6 5"/>`;
  const gridX = ticks(seconds).map((second) => {
    const at = x(second).toFixed(1);
    return `<line x1="${at}" y1="${frame.top}" x2="${at}" y2="${height - frame.bottom}" stroke="#e5e5e5"/>${label(Number(at), height - frame.bottom + 20, String(second), 'middle')}`;
  });
  const gridY = ticks(identities).map((attached) => {
    const at = y(attached).toFixed(1);
    return `<line x1="${frame.left}" y1="${at}" x2="${width - frame.right}" y2="${at}" stroke="#e5e5e5"/>${label(frame.left - 8, Number(at) + 4, String(attached), 'end')}`;
  });
  const legend = [
    { text: `ideal: ${quota} a second`, colour: '#555' },
    ...storms.map(({ routing, ratioToIdeal }) => ({
      text: `${routing === 'latest' ? 'environment used last' : 'any idle environment'}: ${ratioToIdeal.toFixed(2)} × ideal`,
      colour: colours[routing] ?? '#000',
    })),
  ].map(({ text, colour }, index) =>
    label(width - frame.right - 12, height - frame.bottom - 62 + index * 20, text, 'end', colour),
  );

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img">`,
    `<title>${identities} new identities sign in at once: attached over time, against the ideal line</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    label(
      frame.left,
      28,
      `${identities.toLocaleString('en-US')} new identities sign in within two seconds`,
      'start',
      '#111',
      16,
    ),
    ...gridX,
    ...gridY,
    ideal,
    ...storms.map(curve),
    ...legend,
    label((width + frame.left) / 2, height - 12, 'seconds', 'middle'),
    label(frame.left, frame.top - 8, 'identities with the IoT policy attached', 'start'),
    '</svg>',
    '',
  ].join('\n');
}

function label(x: number, y: number, text: string, anchor: string, colour = '#444', size = 13): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}" font-size="${size}">${text}</text>`;
}

/** Round numbers from 0 up, some five of them. */
function ticks(top: number): number[] {
  const rough = top / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}
