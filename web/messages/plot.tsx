import 'uplot/dist/uPlot.min.css';
import { type RefObject, useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import { seriesColor } from './series-color.js';

export interface PlotColors {
  readonly ink: string;
  readonly line: string;
  readonly series: readonly string[];
}

export interface PlotProps {
  /** How many colours it takes. */
  readonly series: number;
  /** Asked for twice a second. */
  readonly data: () => UPlot.AlignedData;
  readonly options: (colors: PlotColors) => Omit<UPlot.Options, 'width' | 'height'>;
  /** What is to be seen, for those who do not see it. */
  readonly label: string;
  readonly caption: string;
}

const HEIGHT_PX = 160;
const DRAW_EVERY_MS = 500;

/** The last minute, drawn as it goes. */
export function Plot({ series, data, options, label, caption }: PlotProps) {
  const latest = useRef({ data, options });
  latest.current = { data, options };
  const place = useRef<HTMLDivElement>(null);
  const colors = useResolvedColors(place, series);

  useEffect(() => {
    const element = place.current;
    if (element === null || colors === undefined) return;
    const size = () => ({ width: element.clientWidth, height: HEIGHT_PX });
    const plot = new UPlot({ ...latest.current.options(colors), ...size() }, latest.current.data(), element);
    const timer = setInterval(() => plot.setData(latest.current.data()), DRAW_EVERY_MS);
    const resized = new ResizeObserver(() => plot.setSize(size()));
    resized.observe(element);
    return () => {
      clearInterval(timer);
      resized.disconnect();
      plot.destroy();
    };
  }, [colors]);

  return (
    <figure className="plot">
      <div ref={place} role="img" aria-label={label} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** What both plots share: the minute below, thin lines, nothing to point at. */
export function plotFrame({ ink, line }: PlotColors) {
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: '11px system-ui' };
  return {
    padding: [8, 16, 0, 0] as UPlot.Padding,
    cursor: { show: false },
    legend: { show: false },
    xAxis: { ...axis, size: 26, grid: { show: false }, incrs: [10, 20, 30], space: 50, values: ago },
    yAxis: { ...axis, size: 42 },
  };
}

function ago(_plot: UPlot, splits: readonly number[]): string[] {
  return splits.map((second) => (second === 0 ? 'now' : `${second} s`));
}

/** A canvas knows no custom properties: they are taken as the browser resolves them now. */
function useResolvedColors(place: RefObject<HTMLElement | null>, series: number): PlotColors | undefined {
  const [colors, setColors] = useState<PlotColors>();
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const resolve = () => {
      const probe = document.createElement('span');
      (place.current ?? document.body).append(probe);
      const resolved = (name: string) => {
        probe.style.color = name;
        return getComputedStyle(probe).color;
      };
      const [ink, line] = [resolved('var(--muted)'), resolved('var(--line)')];
      const found = Array.from({ length: series }, (_, index) => resolved(seriesColor(index)));
      probe.remove();
      setColors({ ink, line, series: found });
    };
    resolve();
    dark.addEventListener('change', resolve);
    return () => dark.removeEventListener('change', resolve);
  }, [place, series]);
  return colors;
}
