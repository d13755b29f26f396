import { refreshTime } from '../../client/refresh-plan.js';

const minute = 60_000;

it('a connection that stays until its socket ends is replaced within the 24 hours that AWS gives it', () => {
  expect(refreshTime({ expiration: 60 * minute }, 0, 'socket')).toBe(1380 * minute);
});

it.each([
  { title: 'an hour', lifetime: 60 * minute, from: 55 * minute, to: 56.25 * minute },
  { title: '5 s', lifetime: 5_000, from: 4_000, to: 4_250 },
  {
    title: 'two days, since a WebSocket lives 24 hours',
    lifetime: 2880 * minute,
    from: 1380 * minute,
    to: 1380 * minute,
  },
  { title: 'no known time', lifetime: undefined, from: 1380 * minute, to: 1380 * minute },
])('a connection whose credentials live $title is replaced in time', ({ lifetime, from, to }) => {
  const time = refreshTime({ expiration: lifetime }, 0);
  expect(time).toBeGreaterThanOrEqual(from);
  expect(time).toBeLessThanOrEqual(to);
});
