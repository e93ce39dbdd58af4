/**
 * What a peer serves over HTTP, read-only: its page, its state as JSON, metrics, and the stream of delivered readings.
 * Nothing here is called by the protocol; what it shows is fetched when somebody asks, on threads of its own.
 */
package sensornet.http;
