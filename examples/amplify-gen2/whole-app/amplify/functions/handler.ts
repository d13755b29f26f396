/** Once a user has confirmed the address. */
export async function handler(event: { readonly userName: string }) {
  console.log(`${event.userName} is confirmed`);
  return event;
}
