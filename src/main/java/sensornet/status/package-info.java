/**
 * What a peer can tell of itself: copies of the protocol's state, taken when somebody asks and never on the way of a
 * reading, the story of its views, its sensors' last values; and how to find and ask other peers.
 */
package sensornet.status;
