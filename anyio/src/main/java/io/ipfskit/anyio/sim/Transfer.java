package io.ipfskit.anyio.sim;

/// The bytes of an established connection as one end sees them: sent as the window allows,
/// acknowledged, and sent again from the first byte on that was not (go-back-N). Guarded by the
/// world's monitor.
final class Transfer {
    private static final long KEEP_ALIVE_NANOS = 7_200_000_000_000L;

    final SendSpace sending;
    final ReceiveSpace receiving;
    private final PacketPath path;
    private final ResendTimer timer;

    /// Something was lost while nothing waited for room: perhaps the word that there is room again.
    private boolean isWordLost;

    /// Makes one without bytes.
    ///
    /// @param buffer the bytes that may wait, each way
    Transfer(int buffer, PacketPath path, ResendTimer timer) {
        sending = new SendSpace(buffer);
        receiving = new ReceiveSpace(buffer);
        this.path = path;
        this.timer = timer;
    }

    /// Puts on the wire what the window allows.
    void transmit() {
        if (!sending.isUnderWay()) {
            timer.waitFrom(0);
        }
        sendAllowed();
    }

    private void sendAllowed() {
        for (SendSpace.Segment one = sending.poll(); one != null; one = sending.poll()) {
            send(one);
        }
        if (sending.isUnderWay()) {
            timer.setForAnswer(path.answerNanos());
        } else if (isWordLost && sending.isWaiting()) {
            isWordLost = false;
            timer.setForAnswer(path.answerNanos());
        }
    }

    /// No answer came: sends again what is under way, or asks for a word.
    void sendAgain() {
        if (sending.isUnderWay()) {
            sending.rewind();
            sendAllowed();
        } else {
            send(sending.probe());
            timer.setForAnswer(path.answerNanos());
        }
    }

    private void send(SendSpace.Segment segment) {
        Endpoint to = path.there();
        path.pass(segment.data.length, () -> to.onSegment(segment));
    }

    /// Tells the peer what is here, and how much room there is.
    void sendAck() {
        Endpoint to = path.there();
        long ack = receiving.acknowledged();
        long window = receiving.window();
        receiving.advertise(window);
        if (!path.pass(() -> to.onAck(ack, window))) {
            to.probeIfWaiting();
        }
    }

    /// The peer told what is there; returns whether there is new room for bytes of the task.
    boolean onAck(long ack, long window) {
        timer.answered();
        boolean isNews = sending.acknowledge(ack, window);
        if (!sending.isUnderWay()) {
            timer.rest();
        }
        return isNews;
    }

    /// The other side may have gone, or its word that there is room again was lost: whoever waits
    /// for that word asks. Real TCP asks all the time; here nothing stirs while all is well.
    ///
    /// @param isKeepAlive whether to ask, after two hours, when nothing waits
    void probeIfWaiting(boolean isKeepAlive) {
        boolean isIdle = !timer.isSet() && !sending.isUnderWay();
        if (isIdle && sending.isWaiting()) {
            timer.waitFrom(0);
            timer.setForAnswer(path.answerNanos());
            return;
        }
        isWordLost = true;
        if (isIdle && isKeepAlive) {
            timer.waitFrom(KEEP_ALIVE_NANOS);
            timer.set(KEEP_ALIVE_NANOS);
        }
    }
}
