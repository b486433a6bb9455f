package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/// The channels that were opened in a run and are not closed on both sides, so that their depths
/// can be added up when somebody asks: opening and closing a channel costs a link, an item nothing.
///
/// A channel that is dropped without being closed leaves through the collector.
final class OpenChannels {
    /// The place of one channel.
    final class Place extends WeakReference<ChannelCore<?>> {
        // Guarded by the list.
        private @Nullable Place previous;
        private @Nullable Place next;
        private boolean isLinked = true;

        private Place(ChannelCore<?> core) {
            super(core, dropped);
        }

        /// The channel was closed on both sides.
        void leave() {
            unlink(this);
        }
    }

    private final ReferenceQueue<ChannelCore<?>> dropped = new ReferenceQueue<>();

    // Guarded by this.
    private @Nullable Place first;

    Place add(ChannelCore<?> core) {
        removeDropped();
        Place place = new Place(core);
        synchronized (this) {
            place.next = first;
            if (first != null) {
                first.previous = place;
            }
            first = place;
        }
        return place;
    }

    ChannelTotals totals() {
        removeDropped();
        List<ChannelCore<?>> cores = new ArrayList<>();
        synchronized (this) {
            for (Place p = first; p != null; p = p.next) {
                ChannelCore<?> core = p.get();
                if (core != null) {
                    cores.add(core);
                }
            }
        }
        long buffered = 0;
        long senders = 0;
        long receivers = 0;
        for (ChannelCore<?> core : cores) {
            ChannelStatistics now = core.statistics();
            buffered += now.buffered();
            senders += now.waitingSenders();
            receivers += now.waitingReceivers();
        }
        return new ChannelTotals(cores.size(), buffered, senders, receivers);
    }

    private void removeDropped() {
        for (Reference<? extends ChannelCore<?>> gone = dropped.poll();
                gone != null;
                gone = dropped.poll()) {
            if (gone instanceof Place place) {
                unlink(place);
            }
        }
    }

    private synchronized void unlink(Place place) {
        if (!place.isLinked) {
            return;
        }
        place.isLinked = false;
        if (place.previous != null) {
            place.previous.next = place.next;
        } else {
            first = place.next;
        }
        if (place.next != null) {
            place.next.previous = place.previous;
        }
        place.previous = null;
        place.next = null;
    }
}
