import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import { useSessionState } from '../session/use-visit.js';
import { messageRate, SECONDS_AGO, stacked } from './message-rate.js';
import { seriesColor } from './series-color.js';

const HEIGHT_PX = 160;
const DRAW_EVERY_MS = 500;

/** Messages in each second of the last minute, one colour for each subscription. */
export function MessagePlot() {
  const { arrivals, subscriptions } = useSessionState();
  const filters = subscriptions.map(({ filter }) => filter);
  const shown = useRef({ arrivals, filters });
  shown.current = { arrivals, filters };
  const place = useRef<HTMLDivElement>(null);
  const colors = useResolvedColors(place, filters.length);
  const key = [...filters, ...colors].join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for filters and colours
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const data = () => {
      const byFilter = messageRate(shown.current.arrivals, shown.current.filters, Date.now());
      // The highest bars first, so that the lower ones are drawn over them.
      return [[...SECONDS_AGO], ...stacked(byFilter).toReversed()] as UPlot.AlignedData;
    };
    const plot = new UPlot(options(element.clientWidth, colors, filters.length), data(), element);
    const timer = setInterval(() => plot.setData(data()), DRAW_EVERY_MS);
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    resized.observe(element);
    return () => {
      clearInterval(timer);
      resized.disconnect();
      plot.destroy();
    };
  }, [key]);

  return (
    <figure className="plot">
      <div ref={place} role="img" aria-label={summary(arrivals.length, filters.length)} />
      <figcaption>Messages each second, the last minute</figcaption>
    </figure>
  );
}

function summary(messages: number, filters: number): string {
  return `${messages} messages in the last minute, over ${filters} subscriptions`;
}

function options(width: number, colors: readonly string[], filters: number): UPlot.Options {
  const [ink = '#888', line = '#888', ...series] = colors;
  const bars = UPlot.paths.bars?.({ size: [0.7, 12], radius: 0.2 });
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: '11px system-ui' };
  return {
    width,
    height: HEIGHT_PX,
    padding: [8, 16, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false }, y: { range: (_plot, _min, max) => [0, Math.max(3, Math.ceil(max * 1.15))] } },
    axes: [
      { ...axis, size: 26, grid: { show: false }, incrs: [10, 20, 30], space: 50, values: ago },
      { ...axis, size: 34, incrs: [1, 2, 5, 10, 20, 50, 100] },
    ],
    series: [
      {},
      ...Array.from({ length: filters }, (_, index) => ({
        fill: series[filters - 1 - index] ?? ink,
        width: 0,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars }),
      })),
    ],
  };
}

function ago(_plot: UPlot, splits: readonly number[]): string[] {
  return splits.map((second) => (second === 0 ? 'now' : `${second} s`));
}

/** A canvas knows no custom properties: ink, lines and the series, as the browser resolves them now. */
function useResolvedColors(place: React.RefObject<HTMLElement | null>, series: number): readonly string[] {
  const [colors, setColors] = useState<readonly string[]>([]);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const resolve = () => {
      const probe = document.createElement('span');
      (place.current ?? document.body).append(probe);
      const names = [
        'var(--muted)',
        'var(--line)',
        ...Array.from({ length: series }, (_, index) => seriesColor(index)),
      ];
      const found = names.map((name) => {
        probe.style.color = name;
        return getComputedStyle(probe).color;
      });
      probe.remove();
      setColors(found);
    };
    resolve();
    dark.addEventListener('change', resolve);
    return () => dark.removeEventListener('change', resolve);
  }, [place, series]);
  return colors;
}
