/** @returns whether the call found what it was to take away */
export async function wasThere(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Error && GONE.includes(error.name)) return false;
    throw error;
  }
}

const GONE = ['UserNotFoundException', 'ResourceNotFoundException'];
