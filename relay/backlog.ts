/** How far a receiver is behind: "slow" costs it what nothing refers to, "full" everything up to the next key frame. */
export type Pressure = "none" | "slow" | "full";
