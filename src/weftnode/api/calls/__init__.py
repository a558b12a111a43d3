"""The operations of the interface: thin, like views. Reads go through the apps' queries, writes through their actions."""
