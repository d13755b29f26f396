const alarms = { email: 'operators@example.com' };

/** Changes of the settings that watch a stack. */
export const watchingExamples = {
  alarms: [
    { change: 'added', to: { alarms } },
    { change: 'another threshold', from: { alarms }, to: { alarms: { ...alarms, apiErrors: 20 } } },
    {
      change: 'another address',
      from: { alarms },
      to: { alarms: { email: 'others@example.com' } },
      note: 'Nobody is told until the new address has confirmed.',
    },
    {
      change: 'to a topic of yours',
      from: { alarms },
      to: { alarms: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms' } },
    },
    { change: 'taken out', from: { alarms } },
  ],
  dashboard: [
    { change: 'to `true`', to: { dashboard: true } },
    { change: 'to `false`', from: { dashboard: true } },
  ],
  metrics: [
    { change: 'to `true`', to: { metrics: true } },
    { change: 'to `false`', from: { metrics: true }, note: 'What was counted stays for 15 months.' },
  ],
  tracing: [
    { change: 'to `true`', to: { tracing: true } },
    { change: 'to `false`', from: { tracing: true } },
  ],
};
