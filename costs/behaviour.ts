/** How an app with so many monthly active users behaves: assumed, to be replaced by one's own. */
export const behaviour = {
  /** Share of the users that are new in a month: only they are attached. */
  newEachMonth: 0.05,
  /** A day's busiest second against its average. */
  peak: 5,
  /** Share of the users connected at the busiest time. */
  connectedAtPeak: 0.2,
  connectionsPerDay: 3,
  hoursConnectedPerDay: 2,
  /** Published and received, of at most 5 KB. */
  messagesPerDay: 100,
  /** Topic filters that a connection subscribes to. */
  filtersPerConnection: 2,
  /** Seconds in which everybody connected comes back after an interruption: what the client's back-off spreads. */
  comeBackWithin: 300,
  /** A launch: this share of the users is new, within so many seconds. */
  launchShare: 0.01,
  launchWithin: 600,
  /** E-mails to a new user: the code that confirms the address. */
  emailsPerNewUser: 1,
  /** Requests to the API of a new user, of which the pace turns two away. */
  requestsPerNewUser: 3,
  /** Minutes between new tokens and credentials of who stays connected: before the hour is over for which both are good. */
  renewsAfterMinutes: 55,
} as const;
