/** The words of the protocol as values: who, which view, which entries. Immutable; safe on any thread. */
package sensornet.model;
