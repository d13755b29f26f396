/** The user property by which a message that comes twice is known. */
export const MESSAGE_ID = 'message-id';
