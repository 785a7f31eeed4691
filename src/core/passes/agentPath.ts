/** Path of the agents' tools at the gateway. */
export const agentPath = '/mcp';
