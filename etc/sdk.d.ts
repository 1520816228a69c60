/** A listener of one event. */
type Listener<Event> = (event: Event) => void;
/**
 * Typed synchronous event emitter with OpenTok's calling forms: several names in one string, a map of listeners, a context.
 * Listeners run in the order they were added; one that throws is reported and the rest still run.
 */
declare class Emitter<Events extends object> {
    #private;
    /** Adds a listener; `names` may hold several names separated by spaces, or map names to listeners. */
    on<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>, context?: unknown): this;
    on(names: string, listener: Listener<never>, context?: unknown): this;
    on(listeners: {
        [Name in keyof Events]?: Listener<Events[Name]>;
    }, context?: unknown): this;
    /** Like {@link on}, for one event only. */
    once<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>, context?: unknown): this;
    once(names: string, listener: Listener<never>, context?: unknown): this;
    once(listeners: {
        [Name in keyof Events]?: Listener<Events[Name]>;
    }, context?: unknown): this;
    /** Removes one listener, all listeners of a name, or, without arguments, all. */
    off(): this;
    off(names: string, listener?: Listener<never>, context?: unknown): this;
    off(listeners: {
        [Name in keyof Events]?: Listener<Events[Name]>;
    }, context?: unknown): this;
    /** How many listeners `name` has. */
    listenerCount(name: keyof Events & string): number;
    /** Calls the listeners of `name`, synchronously; what a listener throws goes to {@link onListenerError}. */
    emit<Name extends keyof Events & string>(name: Name, event: Events[Name]): void;
    /** The same as {@link emit}, under the name old apps use. */
    trigger(name: string, event?: unknown): void;
    /** Emits an event under the name in its `type`. */
    dispatchEvent(event: {
        readonly type: string;
    }): void;
    /** @deprecated Use {@link on}. */
    addEventListener(name: string, listener: Listener<never>, context?: unknown): void;
    /** @deprecated Use {@link off}. */
    removeEventListener(name: string, listener?: Listener<never>, context?: unknown): void;
    /** Where an error thrown by a listener goes: by default it is rethrown in a task of its own, so that it is seen and stops nobody. */
    protected onListenerError(_name: string, error: unknown): void;
    /** Called when listeners were added or removed, for what is only worth doing while somebody listens. */
    protected onListenersChanged(): void;
}

/** A loudspeaker or headset; `label` is empty until the user has granted access to devices. */
interface AudioOutputDevice {
    readonly deviceId: string;
    readonly label: string;
}
/** What is played on now; null for both: the system's default. */
interface ActiveAudioOutputDevice {
    readonly deviceId: string | null;
    readonly label: string | null;
}

/** What to capture, in OpenTok's words; `OT.initPublisher` and `OT.getUserMedia` take these. */
interface CaptureOptions {
    /** Device id, track, or null / false for none. Default: the default microphone, for a screen the sound of what is shared. */
    audioSource?: string | MediaStreamTrack | boolean | null | undefined;
    /**
     * Device id, track, `screen`, or null / false for none. Default: the default camera. A given track stays the app's: it is
     * never stopped for the app.
     */
    videoSource?: string | MediaStreamTrack | boolean | null | undefined;
    /** `<width>x<height>`; an ideal, the camera may give another. Default `640x480`. */
    resolution?: string;
    /** Largest picture of a screen in pixels; default 1920 x 1920. */
    maxResolution?: {
        width: number;
        height: number;
    };
    /** Frames per second: 30, 15, 7 or 1; an ideal. */
    frameRate?: number;
    facingMode?: 'user' | 'environment' | 'left' | 'right';
    /** Own constraints for getUserMedia, instead of those made from the options here. */
    constraints?: MediaStreamConstraints;
    /** Default true. */
    echoCancellation?: boolean;
    /** Default true. */
    noiseSuppression?: boolean;
    /** Default true. */
    autoGainControl?: boolean;
    /** Turns the three above off. */
    disableAudioProcessing?: boolean;
    /** Stereo sound; real only when the audio processing is off. Default false. */
    enableStereo?: boolean;
}

/** An error as OpenTok apps know it: test `name`, or `code` in old apps; `message` says what to do. */
declare class OTError extends Error {
    /** For example `OT_NOT_CONNECTED`. */
    readonly name: string;
    /** Numeric OpenTok code; always present. */
    readonly code: number;
}

/** SRTP suite as `getStats` names it. */
type SrtpCipher = string;
/** Least SRTP key length an app or a back end may demand. */
type MinimumEncryption = 'aes-128' | 'aes-256';
/** What DTLS-SRTP really negotiated on one leg, read from `getStats`; never assumed. */
interface EncryptionInfo {
    /** SRTP protection profile, for example `SRTP_AEAD_AES_256_GCM` (RFC 7714). */
    readonly srtpCipher: SrtpCipher;
    /** Key length of the SRTP cipher. */
    readonly keyBits: 256 | 128;
    /** For example `DTLS 1.2`. */
    readonly dtlsVersion: string;
    /** TLS cipher suite of the DTLS handshake. */
    readonly dtlsCipher: string;
}
/** Encryption towards and from the media server; a direction without media transport is absent. */
interface SessionEncryption {
    readonly send?: EncryptionInfo;
    readonly recv?: EncryptionInfo;
}

/** Makes another track of each track it is given: what OpenTok calls a media processor connector. */
interface MediaProcessorConnector {
    /** Resolves with the track to use in place of `track`; called again whenever the source changes. */
    setTrack(track: MediaStreamTrack): Promise<MediaStreamTrack>;
    /** Ends the processing. */
    destroy(): Promise<void>;
}

/** What a filter does to the picture. */
type VideoFilter = {
    type: 'backgroundBlur';
    blurStrength?: 'low' | 'high';
} | {
    type: 'backgroundReplacement';
    backgroundImgUrl: string;
};
/** What a filter does to the sound. */
interface AudioFilter {
    type: 'advancedNoiseSuppression';
}

/** When a part is shown: `auto` while the pointer is over the video or where it matters, `on` always, `off` never. */
type DisplayMode = 'auto' | 'on' | 'off';
/** How the default UI looks, in OpenTok's words. */
interface WidgetStyle {
    readonly nameDisplayMode: DisplayMode;
    /** `mini` and `mini-auto`: the same as `on` and `auto` with a smaller button. */
    readonly buttonDisplayMode: DisplayMode | 'mini' | 'mini-auto';
    /** `auto`: while there is no picture. */
    readonly audioLevelDisplayMode: DisplayMode;
    readonly videoDisabledDisplayMode: DisplayMode;
    readonly audioBlockedDisplayMode: DisplayMode;
    /** Of publishers: the sign that the call is recorded; `auto`: while it is, which it never is yet. */
    readonly archiveStatusDisplayMode: DisplayMode;
    /** What is seen while there is no picture; null: initials or a silhouette. */
    readonly backgroundImageURI: string | null;
}

/** What the encoder should care for: motion, detail or text; empty: the browser decides. */
type VideoContentHint = '' | 'motion' | 'detail' | 'text';
/** Options of `OT.initPublisher`; see the README for the defaults. */
interface PublisherProperties extends CaptureOptions {
    /** False: no container; take the video element from `videoElementCreated`. Default true. */
    insertDefaultUI?: boolean;
    /** Default `replace`. */
    insertMode?: 'replace' | 'append' | 'before' | 'after';
    /** Number of pixels, or a CSS length. Default 264. */
    width?: number | string;
    /** Number of pixels, or a CSS length. Default 198. */
    height?: number | string;
    /** Default `cover`, `contain` for a screen. */
    fitMode?: 'cover' | 'contain';
    /** False: the container shows the video only. Default true. */
    showControls?: boolean;
    /** How the default UI looks. */
    style?: Partial<WidgetStyle>;
    /** Mirrors the preview. Default true for a camera. */
    mirror?: boolean;
    /** Shown to everyone; at most 1000 characters. */
    name?: string;
    /** Shown while the video is off; at most two characters. */
    initials?: string;
    /** Starts with sound. Default true. */
    publishAudio?: boolean;
    /** Starts with picture. Default true. With false the camera is not opened until `publishVideo(true)`. */
    publishVideo?: boolean;
    /** True: the publisher does not change to the default microphone when its own is removed, or the default changes. Default false. */
    disableAudioInputDeviceManagement?: boolean;
    /**
     * `subscriber`: viewers whose line has no room for the picture keep the sound and are told (`videoDisabled`, reason
     * `quality`). Default true, false for a screen. `publisher`: the publisher itself goes on without its picture while its own
     * line has no room for it, and says so with the same events. Default false.
     */
    audioFallback?: {
        publisher?: boolean;
        subscriber?: boolean;
    };
    /** Old name of `audioFallback.subscriber`. */
    audioFallbackEnabled?: boolean;
    /** True: viewers learn how well this end's network carries the stream, every 2 seconds (`getStats().mediaLink`). Default false. */
    publishSenderStats?: boolean;
    /** Opus sends next to nothing in silence. Default true. */
    enableDtx?: boolean;
    /** Largest bit rate of Opus in bits per second, 6000 to 510000. */
    audioBitrate?: number;
    /** Several qualities of a camera's picture at once (simulcast, SVC). Default true. */
    scalableVideo?: boolean;
    /** The same for a screen. Default false. */
    scalableScreenshare?: boolean;
    videoContentHint?: VideoContentHint;
    /** Ignored: there are no captions on this server. */
    publishCaptions?: boolean;
    /** As `applyVideoFilter`, from the first picture on; where the browser cannot, nothing is captured. */
    videoFilter?: VideoFilter;
    /** As `applyAudioFilter`, from the first sound on; where the browser cannot, nothing is captured. */
    audioFilter?: AudioFilter;
    /** Codecs to prefer, best first, or `automatic`. */
    preferredVideoCodecs?: 'automatic' | readonly ('vp8' | 'vp9' | 'h264' | 'av1')[];
}

/** One client in the session. */
declare class Connection {
    readonly connectionId: string;
    /** The same as {@link connectionId}, under the name old apps use. */
    readonly id: string;
    /** Milliseconds since the epoch. */
    readonly creationTime: number;
    /** Text the back end put into the client's token. */
    readonly data: string;
}

/** A published stream; its properties follow what the server says. */
declare class Stream {
    #private;
    readonly streamId: string;
    /** The same as {@link streamId}, under the name old apps use. */
    readonly id: string;
    /** The client that publishes it. */
    readonly connection: Connection;
    /** Milliseconds since the epoch. */
    readonly creationTime: number;
    get name(): string;
    get initials(): string | undefined;
    get hasAudio(): boolean;
    get hasVideo(): boolean;
    get hasCaptions(): boolean;
    /** Undefined for a stream without video. */
    get videoType(): 'camera' | 'screen' | 'custom' | undefined;
    /** Pixels; 0 x 0 while unknown. */
    get videoDimensions(): {
        width: number;
        height: number;
    };
    get frameRate(): number | undefined;
    get defaultFitMode(): 'cover' | 'contain' | undefined;
    /** How many clients subscribe to it, counted by the server. */
    get subscriberCount(): number;
}

/** What every listener receives: these members plus the fields of its kind. */
declare class OTEvent<Type extends string = string, Target = unknown> {
    #private;
    readonly type: Type;
    /** The object that emitted it. */
    readonly target: Target;
    /** Whether {@link preventDefault} has an effect. */
    readonly cancelable: boolean;
    /** Asks for the default action not to happen; only a cancelable event obeys. */
    preventDefault(): void;
    /** Whether {@link preventDefault} was called on a cancelable event. */
    isDefaultPrevented(): boolean;
}
/** An event with its own fields. */
type EventWith<Type extends string, Target, Fields extends object = object> = OTEvent<Type, Target> & Readonly<Fields>;

/** One entry of a browser's report; which members it has depends on its type (W3C webrtc-stats). */
type StatsEntry = {
    readonly type: string;
    readonly id: string;
} & Readonly<Record<string, unknown>>;

/** How well the network carries a stream; `unknown` until the browser has told enough. */
type NetworkCondition = 'unknown' | 'critical' | 'warning' | 'fair' | 'good' | 'excellent';
/** What makes a network condition worse than good. */
type NetworkConditionReason = 'none' | 'unknown' | 'bandwidth' | 'packetLoss';
/** Which end's network makes a picture worse. */
type NetworkDegradationSource = 'none' | 'bothOrUnclear' | 'local' | 'remote';
/** How well the network carries the media of one side. */
interface TransportQuality {
    /** Bits per second that the side can send, as far as it is known; 0 while unknown. */
    readonly connectionEstimatedBandwidth: number;
    readonly networkCondition: NetworkCondition;
    readonly networkConditionReason: NetworkConditionReason;
}

/** Where the picture comes from. */
type VideoType = 'camera' | 'screen' | 'custom';

/** A microphone by its id and the name the user knows. */
interface AudioInputDevice {
    readonly deviceId: string;
    readonly label: string;
}
/** What happened when the microphone was replaced by itself. */
interface MicrophoneChange {
    readonly device: AudioInputDevice;
    readonly previousDevice: AudioInputDevice;
}

/** Numbers of what a publisher sent of one kind. */
interface SentStats {
    readonly bytesSent: number;
    /** As the server reports it. */
    readonly packetsLost: number;
    readonly packetsSent: number;
}
/** One quality of the picture; rates in bits per second since the previous call, 0 in the first. */
interface VideoLayerStats {
    /** For example `VP8`. */
    readonly codec: string;
    readonly width: number;
    readonly height: number;
    readonly encodedFrameRate: number;
    readonly bitrate: number;
    /** With headers and padding. */
    readonly totalBitrate: number;
    readonly scalabilityMode?: string;
    readonly qualityLimitationReason?: string;
}
/** Numbers of one publication; `timestamp` in milliseconds since the epoch. */
interface PublisherStats {
    readonly audio: SentStats;
    readonly video: SentStats & {
        /** Frames per second of the best layer. */
        readonly frameRate: number;
        /** Lowest quality first. */
        readonly layers: readonly VideoLayerStats[];
    };
    readonly mediaLink: {
        readonly transport: TransportQuality;
    };
    /** @deprecated The same as `mediaLink.transport`. */
    readonly transportStats: TransportQuality;
    readonly timestamp: number;
}
/** What makes a picture that is being sent another one: what limits the encoder now, or its new size or codec. */
type SentVideoChange = 'none' | 'bandwidth' | 'cpu' | 'other' | 'resolutionChange' | 'codecChange';

/** Width and height in pixels. */
interface Dimensions {
    readonly width: number;
    readonly height: number;
}
/** Why a publisher's stream ended. */
type PublisherEndReason = 'unpublished' | 'mediaStopped' | 'reset' | 'forceUnpublished' | 'clientDisconnected' | 'forceDisconnected' | 'networkDisconnected' | 'serverRotation';
/** Events of a publisher; `Self` is the Publisher class. */
interface PublisherEvents<Self> {
    /** Capture is still pending after a moment: the browser's permission prompt is assumed to be open. */
    accessDialogOpened: EventWith<'accessDialogOpened', Self>;
    accessDialogClosed: EventWith<'accessDialogClosed', Self>;
    accessAllowed: EventWith<'accessAllowed', Self>;
    accessDenied: EventWith<'accessDenied', Self, {
        message: string;
        title: 'accessDenied';
        code: number;
    }>;
    mediaStreamAvailable: EventWith<'mediaStreamAvailable', Self, {
        mediaStream: MediaStream;
    }>;
    videoElementCreated: EventWith<'videoElementCreated', Self, {
        element: HTMLVideoElement;
    }>;
    streamCreated: EventWith<'streamCreated', Self, {
        stream: Stream;
    }>;
    /** Cancelable; the default action is destroy(). */
    streamDestroyed: EventWith<'streamDestroyed', Self, {
        stream: Stream;
        reason: PublisherEndReason;
    }>;
    /** Cancelable. `track` is undefined when all tracks ended; then the default action is to unpublish, or destroy(). */
    mediaStopped: EventWith<'mediaStopped', Self, {
        track: MediaStreamTrack | undefined;
    }>;
    /** The microphone was removed, or the system has another default: the default one has taken its place. */
    audioInputDeviceChanged: EventWith<'audioInputDeviceChanged', Self, MicrophoneChange>;
    /** How loud the sound is: the peak of the last 43 ms, 0 to 1, 20 times a second while someone listens. */
    audioLevelUpdated: EventWith<'audioLevelUpdated', Self, {
        audioLevel: number;
    }>;
    /** The line may soon have no room for the picture; only with `audioFallback.publisher`, like the next three. */
    videoDisableWarning: EventWith<'videoDisableWarning', Self>;
    videoDisableWarningLifted: EventWith<'videoDisableWarningLifted', Self>;
    /** The line has no room for the picture: only the sound goes on. */
    videoDisabled: EventWith<'videoDisabled', Self, {
        reason: 'quality';
    }>;
    videoEnabled: EventWith<'videoEnabled', Self, {
        reason: 'quality';
    }>;
    /** What limits the encoder is another thing, or the best layer has another size or codec. */
    videoQualityChanged: EventWith<'videoQualityChanged', Self, {
        reason: SentVideoChange;
        statsContainer: {
            stats: PublisherStats;
        };
    }>;
    /** `stats.mediaLink.transport.networkCondition` is another one. */
    networkConditionChanged: EventWith<'networkConditionChanged', Self, {
        reason: NetworkConditionReason;
        statsContainer: {
            stats: PublisherStats;
        };
    }>;
    /** A moderator has turned the sound off; the user may turn it on again. */
    muteForced: EventWith<'muteForced', Self>;
    videoDimensionsChanged: EventWith<'videoDimensionsChanged', Self, {
        oldValue: Dimensions;
        newValue: Dimensions;
    }>;
    subscriberCountChanged: EventWith<'subscriberCountChanged', Self, {
        stream: Stream;
        subscriberCount: number;
    }>;
    /** The last event. */
    destroyed: EventWith<'destroyed', Self, {
        reason: 'mediaStopped' | undefined;
    }>;
}

/** Where a publisher's picture comes from. */
interface VideoSource {
    /** Null for what is no camera, and for the default camera while it has not been opened yet. */
    readonly deviceId: string | null;
    /** Null without picture. */
    readonly type: VideoType | null;
    /** Null while the camera is off. */
    readonly track: MediaStreamTrack | null;
}

/** A callback as OpenTok apps write it: the error first, `undefined` on success. */
type Callback<Value = void> = (error?: OTError, value?: Value) => void;

/** The members of a publisher that concern what its own page shows; `Self` is the Publisher class. */
declare abstract class Appearance<Self> extends Emitter<PublisherEvents<Self>> {
    /** Pixels; what was asked for until the real size is known. */
    videoWidth(): number | undefined;
    /** Pixels; what was asked for until the real size is known. */
    videoHeight(): number | undefined;
    /** The picture as base64 PNG without the `data:` prefix; null while there is none. */
    getImgData(): string | null;
    /** Changes how the default UI looks; what is no style is ignored with a warning, as is all without controls. */
    setStyle<Key extends keyof WidgetStyle>(key: Key, value: WidgetStyle[Key]): this;
    setStyle(style: Partial<WidgetStyle>): this;
    /** How the default UI looks: all of it, or one part. */
    getStyle(): WidgetStyle;
    getStyle<Key extends keyof WidgetStyle>(key: Key): WidgetStyle[Key];
    protected onListenersChanged(): void;
}

/** A ready-made cap of a publisher's video bit rate. */
type VideoBitratePreset = 'default' | 'bw_saver' | 'extra_bw_saver';

/** The part of a publisher that says how its picture is encoded. What is said before publishing holds from its start. */
declare abstract class QualityControls<Self> extends Appearance<Self> {
    #private;
    /**
     * Caps the bit rate of the picture, all its qualities together: 5,000 to 10,000,000 bits per second, 0 for no cap. Rejects
     * with OT_INVALID_PARAMETER.
     */
    setMaxVideoBitrate(bitsPerSecond: number): Promise<void>;
    /** The cap in bits per second; 0 after a preset, undefined while neither was set. */
    getMaxVideoBitrate(): number | undefined;
    /** Caps the bit rate of the picture in a ready-made way. Rejects with OT_INVALID_PARAMETER. */
    setVideoBitratePreset(preset: VideoBitratePreset): Promise<void>;
    /** The preset, `custom` after {@link setMaxVideoBitrate}, undefined while neither was set. */
    getVideoBitratePreset(): VideoBitratePreset | 'custom' | undefined;
    /** Sends a smaller picture, at most as large as the one it was published with. Rejects with an Error. */
    setPreferredResolution(resolution: Dimensions): Promise<void>;
    /** Sends at most so many frames per second. Rejects with an Error. */
    setPreferredFrameRate(framesPerSecond: number): Promise<void>;
    /**
     * Chooses the layers of the picture, `L1T1` to `L3T3`; codecs that have none in space take the part for time. Throws
     * OT_INVALID_PARAMETER.
     */
    setTargetScalabilityMode(mode: string): void;
    /** What {@link setTargetScalabilityMode} has chosen. */
    getTargetScalabilityMode(): string | undefined;
    /** Says what the encoder should care for. Rejects with an Error. */
    setVideoContentHint(hint: VideoContentHint): Promise<void>;
    /** What the encoder cares for. */
    getVideoContentHint(): VideoContentHint;
}

/** The members of a publisher that say what is made of its tracks before they are sent; `Self` is the Publisher class. */
declare abstract class Processed<Self> extends QualityControls<Self> {
    #private;
    /**
     * Blurs or replaces the background of a camera's picture. Rejects with OT_INVALID_PARAMETER, or OT_NOT_SUPPORTED where the browser
     * cannot or a media processor connector is set; then the picture is what it was.
     */
    applyVideoFilter(filter: VideoFilter): Promise<void>;
    /** What {@link applyVideoFilter} has applied; null without. */
    getVideoFilter(): VideoFilter | null;
    /** Takes the filter away; nothing without one. */
    clearVideoFilter(): Promise<void>;
    /** Takes noise out of the sound. Rejects as {@link applyVideoFilter} does. */
    applyAudioFilter(filter: AudioFilter): Promise<void>;
    /** What {@link applyAudioFilter} has applied; null without. */
    getAudioFilter(): AudioFilter | null;
    /** Takes the filter away; nothing without one. */
    clearAudioFilter(): Promise<void>;
    /**
     * Sends what the connector makes of the picture, whatever the source is from now on; null: the picture itself. Rejects with
     * OT_INVALID_PARAMETER, or OT_NOT_SUPPORTED where a filter is set.
     */
    setVideoMediaProcessorConnector(connector: MediaProcessorConnector | null): Promise<void>;
    /** The same for the sound; see {@link setVideoMediaProcessorConnector}. */
    setAudioMediaProcessorConnector(connector: MediaProcessorConnector | null): Promise<void>;
    /** There are no captions on this server: rejects with OT_NOT_SUPPORTED for `true`. */
    publishCaptions(value: boolean): Promise<void>;
}

/** The members of a publisher that say how well its stream is carried away, and what follows; `Self` is the Publisher class. */
declare abstract class MeasuredSending<Self> extends Processed<Self> {
    #private;
    abstract stream: Stream | undefined;
    /** One entry with the numbers of the stream; rejects with OT_PEER_CONNECTION_NOT_CONNECTED while there is none. */
    getStats(callback?: Callback<{
        stats: PublisherStats;
    }[]>): Promise<{
        stats: PublisherStats;
    }[]>;
    /** One entry with the browser's raw report of the stream; rejects as {@link getStats} does. */
    getRtcStatsReport(): Promise<{
        rtcStatsReport: RTCStatsReport;
    }[]>;
    protected onListenersChanged(): void;
}

/** `publisher.publishAudio`: turns the sound on or off, at once. */
interface PublishAudioMethod<Publisher> {
    (value: boolean): Publisher;
    /** Resolves when the session knows; rejects with OT_NOT_CONNECTED when there is none, the sound is switched all the same. */
    promise(value: boolean): Promise<void>;
}
/** `publisher.publishVideo`: turns the picture on or off. Off closes the camera, so that its light goes out; on opens it again. */
interface PublishVideoMethod<Publisher> {
    /** `callback` learns whether that worked. */
    (value: boolean, callback?: Callback): Publisher;
    promise(value: boolean): Promise<void>;
}
/** `publisher.destroy`: ends the stream, stops what was captured and gives the page back its element. Idempotent. */
interface DestroyMethod<Publisher> {
    (): Publisher;
    /** Resolves when that is done. */
    promise(): Promise<void>;
}

/** Captures camera, microphone or screen, shows a preview, and can be published to a session. */
declare class Publisher extends MeasuredSending<Publisher> {
    #private;
    /** Whether the user granted the capture. */
    accessAllowed: boolean;
    /** The container of the default UI. */
    element: HTMLElement | undefined;
    /** The container's id. */
    id: string | undefined;
    /** The published stream; undefined while not published. */
    stream: Stream | undefined;
    /** The Session it is published to. */
    session: object | undefined;
    /** What the connection to the server negotiated for this stream. */
    get encryption(): EncryptionInfo | undefined;
    /** Turns the sound on or off. */
    readonly publishAudio: PublishAudioMethod<this>;
    /** Turns the picture on or off; off closes the camera. */
    readonly publishVideo: PublishVideoMethod<this>;
    /** Takes another camera, by its id; the others see no gap. While the picture is off the id is remembered. */
    setVideoSource(deviceId: string): Promise<void>;
    /** Where the picture comes from. */
    getVideoSource(): VideoSource;
    /** Takes the next camera; resolves with its id, that of the same one where it is the only one. */
    cycleVideo(): Promise<{
        deviceId: string;
    }>;
    /** Takes another microphone, by its id, or a track of the app's. A later call makes this one reject with OT_CANCEL. */
    setAudioSource(source: string | MediaStreamTrack): Promise<void>;
    /** The track of the sound; null without. */
    getAudioSource(): MediaStreamTrack | null;
    /** Ends the stream, stops what was captured and gives the page back its element. Idempotent. */
    readonly destroy: DestroyMethod<this>;
}

/** Names of what a client may do. */
type Capability = 'publish' | 'subscribe' | 'signal' | 'forceUnpublish' | 'forceDisconnect' | 'forceMute';
/** What this client may do, as 0 or 1; all 0 before `connect`. The server checks every action again. */
declare class Capabilities implements Record<Capability, 0 | 1> {
    readonly publish: 0 | 1;
    readonly subscribe: 0 | 1;
    readonly signal: 0 | 1;
    readonly forceUnpublish: 0 | 1;
    readonly forceDisconnect: 0 | 1;
    readonly forceMute: 0 | 1;
    /** 1 from `connect` on: this client has media. */
    readonly supportsWebRTC: 0 | 1;
    /** Whether calls of this session can be encrypted end to end. */
    readonly supportsE2ee: 0 | 1;
    /** Whether the action of that name is allowed. */
    permittedTo(name: Capability): boolean;
}

/** How many clients do what in the session, counted by the server; `version` grows with every change. */
interface SessionCounts {
    readonly version: number;
    /** Connected clients, this one included. */
    readonly connections: number;
    /** Clients that publish at least one stream. */
    readonly publishers: number;
    /** Clients that subscribe to at least one stream. */
    readonly subscribers: number;
    /** Clients that subscribe and do not publish. */
    readonly subscribingOnly: number;
}

/** What picks items: properties they must have, or a test. */
type Selector<Item> = Partial<Item> | ((item: Item) => boolean);
/** A read-only view of the things an object holds, under the ids they are known by. */
declare class Registry<Item extends object> {
    #private;
    get(id: string): Item | undefined;
    /** All items, or those that `selector` picks. */
    where(selector?: Selector<Item>): Item[];
    /** The first item that `selector` picks. */
    find(selector: Selector<Item>): Item | undefined;
    forEach(visit: (item: Item) => void): void;
    map<Result>(convert: (item: Item) => Result): Result[];
    length(): number;
}

/** Options of `session.subscribe`; see the README for the defaults. */
interface SubscriberProperties {
    /** False: no container; take the video element from `videoElementCreated`. Default true. */
    insertDefaultUI?: boolean;
    /** Default `replace`. */
    insertMode?: 'replace' | 'append' | 'before' | 'after';
    /** Number of pixels, or a CSS length. Default 264. */
    width?: number | string;
    /** Number of pixels, or a CSS length. Default 198. */
    height?: number | string;
    /** Default: the publisher's, else `cover`; `contain` for a screen. */
    fitMode?: 'cover' | 'contain';
    /** False: the container shows the video only. Default true. */
    showControls?: boolean;
    /** How the default UI looks; see `setStyle`. */
    style?: Partial<WidgetStyle>;
    /** 0 to 100. Default 100. */
    audioVolume?: number;
    /** Default true. */
    subscribeToAudio?: boolean;
    /** Default true. */
    subscribeToVideo?: boolean;
    /**
     * Pixels that are enough, or `auto`: as many as the container shows, and none while nobody sees it. Default: the best there
     * is. Where the publisher sends one quality only, that one comes.
     */
    preferredResolution?: 'auto' | {
        width: number;
        height: number;
    };
    /** True: an own stream comes back through the server, instead of being shown as it is captured. Default false. */
    testNetwork?: boolean;
    /** Ignored: there are no captions on this server. */
    subscribeToCaptions?: boolean;
    /** Frames per second that are enough. Default: the best there is. */
    preferredFrameRate?: number;
}

/** A quality in words; `unknown` while there is nothing to judge. */
type Quality = 'unknown' | 'bad' | 'poor' | 'fair' | 'good' | 'excellent';
/** How a subscription is judged; the scores are whole numbers from 1 to 5, NaN while unknown. */
interface QualityScore {
    readonly audioQualityScore: number;
    readonly videoQualityScore: number;
    readonly audioQuality: Quality;
    readonly videoQuality: Quality;
}

/** Numbers of a subscription's sound. */
interface AudioStats {
    readonly bytesReceived: number;
    readonly packetsLost: number;
    readonly packetsReceived: number;
}
/** Numbers of a subscription's picture; what the browser does not count is absent. Durations in seconds. */
interface VideoStats extends AudioStats {
    /** For example `VP8`. */
    readonly codec: string;
    readonly width: number;
    readonly height: number;
    /** Frames per second as the browser says. */
    readonly frameRate: number;
    /** Decoded frames per second, over the last second or two. */
    readonly decodedFrameRate: number;
    /** Bits per second of the picture, over the last second or two. */
    readonly bitrate: number;
    /** The same with headers and with what was sent twice. */
    readonly totalBitrate: number;
    readonly framesDecoded: number;
    readonly freezeCount?: number;
    readonly totalFreezesDuration?: number;
    readonly pauseCount?: number;
    readonly totalPausesDuration?: number;
}
/** How well the network carries the stream, at both ends. */
interface MediaLinkStats {
    /** This end. No browser estimates what it can receive: the bandwidth is 0, unknown. */
    readonly transport: TransportQuality;
    /** The publisher's end, where it publishes with `publishSenderStats`. */
    readonly remotePublisherTransport?: TransportQuality;
    readonly networkDegradationSource: NetworkDegradationSource;
}
/** @deprecated What a publisher with `publishSenderStats` can send, in bits per second; use `mediaLink`. */
interface SenderStats {
    readonly connectionMaxAllocatedBitrate: number;
    readonly connectionEstimatedBandwidth: number;
}
/** Numbers of one subscription; `timestamp` in milliseconds since the epoch. */
interface SubscriberStats {
    readonly audio?: AudioStats;
    readonly video?: VideoStats;
    readonly mediaLink: MediaLinkStats;
    /** @deprecated Use `mediaLink.remotePublisherTransport`. */
    readonly senderStats?: SenderStats;
    readonly timestamp: number;
}

/** What a browser says of one subscription, as `RTCStatsReport` is read. */
type RawReport = ReadonlyMap<string, StatsEntry>;

/** What changed of a picture that is being received; `videoInterruption`: nothing came for 5 seconds. */
type ReceivedVideoChange = 'videoInterruption' | 'codecChange' | 'resolutionChange';

/** Width and height in pixels. */
interface VideoSize {
    readonly width: number;
    readonly height: number;
}
/** Who switched the picture off or on; `quality`: the line, which had no room for it. */
type VideoReason = 'publishVideo' | 'subscribeToVideo' | 'quality';
/** Events of a subscriber; `Self` is the Subscriber class. */
interface SubscriberEvents<Self> {
    mediaStreamAvailable: EventWith<'mediaStreamAvailable', Self, {
        mediaStream: MediaStream;
    }>;
    videoElementCreated: EventWith<'videoElementCreated', Self, {
        element: HTMLVideoElement;
    }>;
    /** Media arrives: the first time, and after each interruption. */
    connected: EventWith<'connected', Self>;
    disconnected: EventWith<'disconnected', Self>;
    videoDisabled: EventWith<'videoDisabled', Self, {
        reason: VideoReason;
    }>;
    videoEnabled: EventWith<'videoEnabled', Self, {
        reason: VideoReason;
    }>;
    /** The line has room for the smallest picture only: it may have to be switched off. */
    videoDisableWarning: EventWith<'videoDisableWarning', Self>;
    videoDisableWarningLifted: EventWith<'videoDisableWarningLifted', Self>;
    videoDimensionsChanged: EventWith<'videoDimensionsChanged', Self, {
        oldValue: VideoSize;
        newValue: VideoSize;
    }>;
    /** How loud the sound is, 0 to 1, about 20 times a second while somebody listens to this event. */
    audioLevelUpdated: EventWith<'audioLevelUpdated', Self, {
        audioLevel: number;
    }>;
    /** The browser refuses to play sound before the user has touched the page; see `OT.unblockAudio()`. */
    audioBlocked: EventWith<'audioBlocked', Self>;
    audioUnblocked: EventWith<'audioUnblocked', Self>;
    /** How well it is heard and seen, judged every 2 seconds while somebody listens; see docs/quality.md. */
    qualityScoreChanged: EventWith<'qualityScoreChanged', Self, {
        qualityScore: QualityScore;
    }>;
    /** The picture came with another codec or size, or has not come for 5 seconds. */
    videoQualityChanged: EventWith<'videoQualityChanged', Self, {
        reason: ReceivedVideoChange;
        stats: SubscriberStats;
    }>;
    /** `stats.mediaLink.transport.networkCondition` is another one. */
    networkConditionChanged: EventWith<'networkConditionChanged', Self, {
        reason: NetworkConditionReason;
        stats: SubscriberStats;
    }>;
    /** Never yet: there are no captions. */
    captionReceived: EventWith<'captionReceived', Self, {
        streamId: string;
        caption: string;
        isFinal: boolean;
    }>;
    /** Never yet: there is no end-to-end encryption. */
    encryptionSecretMismatch: EventWith<'encryptionSecretMismatch', Self>;
    /** Never yet: there is no end-to-end encryption. */
    encryptionSecretMatch: EventWith<'encryptionSecretMatch', Self>;
    /** The last event. */
    destroyed: EventWith<'destroyed', Self, {
        reason: string;
    }>;
}

/** A setter with its promise twin. */
interface SetterMethod<Self, Value, Rest extends unknown[] = []> {
    (value: Value): Self;
    /** Resolves when it is done; rejects when a later call takes its place. */
    promise(value: Value, ...rest: Rest): Promise<void>;
}

/** The members of a subscriber that concern what its page shows and plays; `Self` is the Subscriber class. */
declare abstract class Presentation<Self> extends Emitter<SubscriberEvents<Self>> {
    /** 0 to 100. */
    getAudioVolume(): number;
    /** Whether the browser refuses to play sound before the user has touched the page. */
    isAudioBlocked(): boolean;
    /** Pixels of the picture as it is received; undefined while unknown. */
    videoWidth(): number | undefined;
    /** Pixels of the picture as it is received; undefined while unknown. */
    videoHeight(): number | undefined;
    /** The picture as base64 PNG without the `data:` prefix; null while there is none. */
    getImgData(): string | null;
    /** Changes how the default UI looks; what is no style is ignored with a warning, as is all without controls. */
    setStyle<Key extends keyof WidgetStyle>(key: Key, value: WidgetStyle[Key]): this;
    setStyle(style: Partial<WidgetStyle>): this;
    /** How the default UI looks: all of it, or one part. */
    getStyle(): WidgetStyle;
    getStyle<Key extends keyof WidgetStyle>(key: Key): WidgetStyle[Key];
}

/** The members of a subscriber that say how well the stream comes through; `Self` is the Subscriber class. */
declare abstract class MeasuredReception<Self> extends Presentation<Self> {
    #private;
    /** Numbers of this subscription; rejects with OT_PEER_CONNECTION_NOT_CONNECTED before media is there. */
    getStats(callback?: Callback<SubscriberStats>): Promise<SubscriberStats>;
    /** What the browser says of this subscription, in its own words (W3C webrtc-stats). */
    getRtcStatsReport(): Promise<RawReport>;
    protected onListenersChanged(): void;
}

/** The members of a subscriber that say what is made of its tracks before they are played; `Self` is the Subscriber class. */
declare abstract class ProcessedReception<Self> extends MeasuredReception<Self> {
    #private;
    /** Shows what the connector makes of the picture; null: the picture itself. Rejects with OT_INVALID_PARAMETER. */
    setVideoMediaProcessorConnector(connector: MediaProcessorConnector | null): Promise<void>;
    /** Plays what the connector makes of the sound; null: the sound itself. Rejects with OT_INVALID_PARAMETER. */
    setAudioMediaProcessorConnector(connector: MediaProcessorConnector | null): Promise<void>;
    /** There are no captions on this server: rejects with OT_NOT_SUPPORTED for `true`. */
    subscribeToCaptions(value: boolean): Promise<void>;
    /** Never: there are no captions on this server. */
    isSubscribedToCaptions(): boolean;
    /** There are no captions on this server: rejects with OT_NOT_SUPPORTED for any language. */
    setCaptionsTranslationLanguage(language: string | null): Promise<void>;
    /** Null: there are no captions on this server. */
    getCaptionsTranslationLanguage(): string | null;
}

/** How long a subscription took, in milliseconds from the subscribe call; what has not happened is absent. */
interface SubscriberTimings {
    /** The server's answer; near zero when it had offered the stream in advance. */
    readonly granted?: number;
    /** Network path found; zero when it was there before. */
    readonly ice?: number;
    /** Keys agreed; zero when they were there before. */
    readonly dtls?: number;
    readonly firstRtp?: number;
    /** First decoded picture; absent for a stream without one. */
    readonly firstFrame?: number;
}

/** Receives a stream and shows it. */
declare class Subscriber extends ProcessedReception<Subscriber> {
    #private;
    /** The container of the default UI. */
    element: HTMLElement | undefined;
    /** The container's id. */
    id: string | undefined;
    /** The stream it shows; undefined when destroyed. */
    stream: Stream | undefined;
    /** The Session it belongs to. */
    session: object | undefined;
    /** What the connection from the server negotiated for this stream. */
    get encryption(): EncryptionInfo | undefined;
    /** How long it took to get media; complete when the subscribe callback runs. */
    getTimings(): SubscriberTimings;
    /** Switches the stream's sound on or off; off also saves its traffic. */
    readonly subscribeToAudio: SetterMethod<this, boolean>;
    /** Switches the stream's picture on or off; off also saves its traffic. */
    readonly subscribeToVideo: SetterMethod<this, boolean, [reason?: string]>;
    /** True: as few frames as the publisher's layers allow. */
    readonly restrictFrameRate: SetterMethod<this, boolean>;
    /** Sets the volume to a whole number from 0 to 100; other numbers are clamped, anything else is refused. */
    readonly setAudioVolume: SetterMethod<this, number>;
    /** Says how many pixels are enough; null: the best there is. Rejects where `preferredResolution` is `auto`. */
    setPreferredResolution(size: VideoSize | null): Promise<void>;
    /** Says how many frames per second are enough; null: the best there is. */
    setPreferredFrameRate(frameRate: number | null): Promise<void>;
    /** Ends the subscription and gives the page back its element. Idempotent. */
    destroy(): void;
    protected onListenersChanged(): void;
}

/** Where a video goes: an element, its id, or nothing for the end of the page. */
type Target = string | HTMLElement | null | undefined;

/** How busy the machine is, in the words of the Compute Pressure API. */
type CpuPerformanceState = 'nominal' | 'fair' | 'serious' | 'critical';

/** Why a session, a connection or a stream ended. */
type EndedReason = 'clientDisconnected' | 'forceDisconnected' | 'forceUnpublished' | 'mediaStopped' | 'networkDisconnected' | 'serverRotation';
/** Properties of a stream whose changes are announced. */
type StreamProperty = 'hasAudio' | 'hasVideo' | 'videoDimensions';
/** One changed property of a stream. */
interface StreamPropertyChange {
    readonly stream: Stream;
    readonly changedProperty: StreamProperty;
    readonly oldValue: unknown;
    readonly newValue: unknown;
}
/** A received signal; `from` is null when a back end sent it. */
interface ReceivedSignal {
    /** What the sender gave: text, or what JSON can hold; undefined for none. */
    readonly data: any;
    readonly from: Connection | null;
}
/** Events of a session; `Self` is the Session class. */
interface SessionEvents<Self> {
    sessionConnected: EventWith<'sessionConnected', Self, {
        connections: Connection[];
        streams: Stream[];
        archives: object[];
    }>;
    /** Cancelable; the default action destroys the subscribers. */
    sessionDisconnected: EventWith<'sessionDisconnected', Self, {
        reason: EndedReason;
    }>;
    /** The connection was interrupted; everything goes on when it is back. */
    sessionReconnecting: EventWith<'sessionReconnecting', Self>;
    /** It is back, and media flows again. */
    sessionReconnected: EventWith<'sessionReconnected', Self>;
    connectionCreated: EventWith<'connectionCreated', Self, {
        connection: Connection;
    }>;
    connectionDestroyed: EventWith<'connectionDestroyed', Self, {
        connection: Connection;
        reason: EndedReason;
    }>;
    /** A stream of another client. */
    streamCreated: EventWith<'streamCreated', Self, {
        stream: Stream;
    }>;
    /** A stream of another client ended. Cancelable; the default action removes its subscribers' containers. */
    streamDestroyed: EventWith<'streamDestroyed', Self, {
        stream: Stream;
        reason: EndedReason;
    }>;
    streamPropertyChanged: EventWith<'streamPropertyChanged', Self, StreamPropertyChange>;
    /** A moderator muted everyone, newcomers too (`active`), or has ended that; also at the join of such a session. */
    muteForced: EventWith<'muteForced', Self, {
        active: boolean;
    }>;
    /** How busy the machine is, where the browser tells (Chromium); looked at every 2 seconds while somebody listens. */
    cpuPerformanceChanged: EventWith<'cpuPerformanceChanged', Self, {
        cpuPerformanceState: CpuPerformanceState;
    }>;
    /** Never yet: there are no archives. */
    archiveStarted: EventWith<'archiveStarted', Self, {
        id: string;
        name: string;
    }>;
    /** Never yet: there are no archives. */
    archiveStopped: EventWith<'archiveStopped', Self, {
        id: string;
        name: string;
    }>;
    /** Never yet: there are no captions. */
    captionReceived: EventWith<'captionReceived', Self, {
        streamId: string;
        caption: string;
        isFinal: boolean;
    }>;
    countsChanged: EventWith<'countsChanged', Self, {
        counts: SessionCounts;
    }>;
    encryptionChanged: EventWith<'encryptionChanged', Self, {
        encryption: SessionEncryption;
    }>;
    signal: EventWith<string, Self, ReceivedSignal>;
    [typedSignal: `signal:${string}`]: EventWith<string, Self, ReceivedSignal>;
}

/** A STUN or TURN server of the app's. */
interface CustomIceServer {
    urls: string | string[];
    username?: string;
    credential?: string;
}
/** How media finds its way to the server. */
interface IceConfig {
    /** `custom`: the app's servers alone; `all`: those the platform names too. Default `all`. */
    includeServers?: 'all' | 'custom';
    /** `relay`: media goes through a TURN server only. Default `all`. */
    transportPolicy?: 'all' | 'relay';
    customServers?: readonly CustomIceServer[];
}

/** `session.connect`: joins with a token made by the back end. */
interface ConnectMethod<Session, ConnectedEvent> {
    (token: string, callback?: Callback<ConnectedEvent>): Session;
    /** @deprecated Form of old apps. */
    (apiKey: string, token: string, callback?: Callback<ConnectedEvent>): Session;
    /** Resolves when connected. */
    promise(token: string): Promise<Session>;
}
/** `session.publish`: sends a publisher's media; with a target it makes the publisher too. */
interface PublishMethod {
    /** Returns null when not connected or not permitted; the callback says why. */
    (publisher: Publisher, callback?: Callback): Publisher;
    (target?: Target, properties?: PublisherProperties, callback?: Callback): Publisher;
    (target: Target, callback: Callback): Publisher;
    /** Resolves when others can see the stream. */
    promise(publisher: Publisher): Promise<Publisher>;
    promise(target?: Target, properties?: PublisherProperties): Promise<Publisher>;
}
/** `session.subscribe`: receives a stream and shows it. */
interface SubscribeMethod {
    /** Returns undefined when the arguments or the session do not allow it; the callback says why. */
    (stream: Stream, target?: Target, properties?: SubscriberProperties, callback?: Callback<Subscriber>): Subscriber;
    (stream: Stream, target: Target, callback: Callback<Subscriber>): Subscriber;
    (stream: Stream, callback: Callback<Subscriber>): Subscriber;
    /** Resolves when the media is bound. */
    promise(stream: Stream, target?: Target, properties?: SubscriberProperties): Promise<Subscriber>;
}

/** What `session.signal` sends. */
interface SignalOptions {
    /** Letters, digits, `-`, `.`, `_` and `~`; at most 128. */
    type?: string;
    /** A string, or anything JSON can hold; at most 8192 characters as JSON. */
    data?: unknown;
    /** A Connection; absent, or the Session itself: everyone, the sender included. */
    to?: Connection | {
        readonly sessionId: string;
    };
    /** False: fails at once while the connection is interrupted. Default true. */
    retryAfterReconnect?: boolean;
}

/** Milliseconds from the call to `connect` to each step of a join; a step not yet reached is absent. */
interface JoinTimings {
    /** The signaling socket was open. */
    socket?: number;
    /** The server's first message arrived: the session is connected. */
    welcome?: number;
    /** The media transports were through ICE. */
    iceConnected?: number;
    /** The media transports were through DTLS. */
    dtlsConnected?: number;
    /** The first RTP packet of the first subscribed stream. */
    firstRtp?: number;
    /** The first decoded frame of the first subscribed stream. */
    firstFrame?: number;
}

/** Options of `OT.initSession`. */
interface SessionOptions {
    /** Where the server is, for example `https://video.example.com`. Default: `window.OTProperties.apiURL`, else the origin of the script, else the page's. */
    apiUrl?: string;
    /** Weakest SRTP key this client accepts; publish and subscribe fail with `OT_ENCRYPTION_TOO_WEAK` below it. */
    minimumEncryption?: MinimumEncryption;
    /** True: no connectionCreated and connectionDestroyed, for sessions with very many clients. Default false. */
    connectionEventsSuppressed?: boolean;
    /** STUN and TURN servers of the app's, and whether media may go through TURN only. */
    iceConfig?: IceConfig;
    /** End-to-end encryption is not there yet: `connect` fails with OT_NOT_SUPPORTED rather than do without. */
    encryptionSecret?: string;
    /** Has no effect: every session goes on when its server is replaced. */
    sessionMigration?: boolean;
}
type ConnectedEvent = SessionEvents<Session>['sessionConnected'];
/** A call: who is in it, and the way to publish and subscribe. */
declare class Session extends Emitter<SessionEvents<Session>> {
    #private;
    readonly sessionId: string;
    /** The token of the last `connect`. */
    token: string | undefined;
    /** Everyone in the session, this client included. */
    readonly connections: Registry<Connection>;
    /** All streams of the session, those of this client included. */
    readonly streams: Registry<Stream>;
    /** Empty: this server does not tell of archives. */
    readonly archives: Registry<object>;
    get apiKey(): string;
    /** The same as `sessionId`. */
    get id(): string;
    /** The own connection; null before `sessionConnected`. */
    get connection(): Connection | null;
    /** What this client may do: what the token says at first, the server's word from `sessionConnected` on. */
    get capabilities(): Capabilities;
    get currentState(): 'disconnected' | 'connecting' | 'connected' | 'disconnecting';
    /** How many clients do what, counted by the server. */
    get counts(): SessionCounts;
    /** Everyone who publishes nothing, this client included; only this client with `connectionEventsSuppressed`. */
    get connectionsNotPublishing(): Connection[];
    /** What the media connections really negotiated; a direction is absent until that is known. */
    get encryption(): SessionEncryption;
    /** Whether the session is in one of these states. */
    is(...states: Session['currentState'][]): boolean;
    /** Whether the session is in none of these states. */
    isNot(...states: Session['currentState'][]): boolean;
    isConnected(): boolean;
    /** Milliseconds from the last call to `connect` to each step of the join. */
    getJoinTimings(): JoinTimings;
    /** Joins the session; emits `sessionConnected`, then `connectionCreated` and `streamCreated` for all that is there. */
    readonly connect: ConnectMethod<Session, ConnectedEvent>;
    /** Leaves; resolves after `sessionDisconnected` and its default action, at once when not connected. */
    disconnect(): Promise<void>;
    /** Publishes; the publisher emits `streamCreated` when others can see it. */
    readonly publish: PublishMethod;
    /** Ends the publisher's stream; the publisher emits a cancelable `streamDestroyed` and is destroyed by default. */
    unpublish(publisher: Publisher): void;
    /** Receives a stream and shows it. */
    readonly subscribe: SubscribeMethod;
    /** Ends a subscriber and removes its container; false when it has ended already. */
    unsubscribe(subscriber: Subscriber): boolean;
    /** Sends text or JSON to everyone, this client included, or to one connection; resolves when the server has accepted it. */
    signal(options: SignalOptions, callback?: Callback): Promise<void>;
    /** Ends another connection; for moderators. Rejects with OT_PERMISSION_DENIED (1520), OT_INVALID_PARAMETER when there is none. */
    forceDisconnect(connection: Connection | string, callback?: Callback): Promise<void>;
    /** Ends another's stream; for moderators. Rejects with OT_PERMISSION_DENIED (1530), OT_NOT_FOUND. */
    forceUnpublish(stream: Stream | string, callback?: Callback): Promise<void>;
    /** Mutes another's stream, whose owner may unmute it; for moderators. Rejects with OT_PERMISSION_DENIED (1540), OT_NOT_FOUND. */
    forceMuteStream(stream: Stream): Promise<void>;
    /** Mutes every stream, the own too, that is not excluded, and those that begin until {@link disableForceMute}; for moderators. */
    forceMuteAll(excluded?: readonly Stream[]): Promise<void>;
    /** Streams that begin are no longer muted; for moderators. */
    disableForceMute(): Promise<void>;
    /** Changes how media finds its way, for this connection and later ones. Rejects with OT_INVALID_PARAMETER. */
    setIceConfig(iceConfig: IceConfig): Promise<void>;
    /** End-to-end encryption is not there yet: rejects with OT_NOT_SUPPORTED. */
    setEncryptionSecret(_secret: string): Promise<void>;
    getSubscribersForStream(stream: Stream): Subscriber[];
    getPublisherForStream(stream: Stream | string): Publisher | undefined;
    protected onListenersChanged(): void;
}

/** Where a report of an issue goes. */
interface ReportIssueOptions {
    /** Posted there as JSON; without, the browser saves it as a file and nothing is sent to anyone. */
    url?: string;
}

/** What came of a test picture and a tone that went to the server and back; bit rates in bits per second. */
interface NetworkTestMedia {
    /** What the browser thinks it can send; 0 where it does not say. */
    readonly availableSendBitrate: number;
    readonly sendBitrate: number;
    readonly receiveBitrate: number;
    readonly roundTripMs: number;
    /** Share of the packets that did not come back, 0 to 1. */
    readonly lossRatio: number;
    readonly decodedFrameRate: number;
    /** What a conversation is expected to sound like: mean opinion score, 1 to 4.5 (ITU-T G.107). */
    readonly mos: number;
    readonly sendCondition: NetworkCondition;
    readonly receiveCondition: NetworkCondition;
}

/** What `OT.testNetwork` needs: a session made for the test alone, as a test picture is published to it. */
interface NetworkTestOptions {
    apiKey: string;
    sessionId: string;
    /** Of a role that may publish. */
    token: string;
    /** Where the server is; as in `initSession`. */
    apiUrl?: string;
    /** TURN servers of the app's that are to be tried, in the form of `iceConfig.customServers`. */
    turnServers?: readonly {
        urls: string | string[];
        username?: string;
        credential?: string;
    }[];
    /** How long media is watched. Default 6 seconds. */
    durationMs?: number;
    /** Called before each step. */
    onStep?: (step: NetworkTestStep) => void;
}
/** The steps, in order. */
type NetworkTestStep = 'socket' | 'udp' | 'tcp' | 'turn' | 'media';
/** Whether something works, and how long it took in milliseconds, or why it does not. */
interface NetworkTestResult {
    readonly state: 'works' | 'fails' | 'notConfigured';
    readonly ms?: number;
    readonly error?: string;
}
/** What `OT.testNetwork` found out. */
interface NetworkTestReport {
    readonly socket: NetworkTestResult;
    readonly udp: NetworkTestResult;
    readonly tcp: NetworkTestResult;
    readonly turn: NetworkTestResult;
    /** Undefined when media did not flow; then `mediaError` says why. */
    readonly media?: NetworkTestMedia;
    readonly mediaError?: string;
    /** What a call will be like: `none` when there can't be any. */
    readonly expected: 'none' | 'audioOnly' | 'video';
}

/** Every error of the SDK, in addition to the callback or promise that reports it. */
interface ExceptionEvents {
    exception: EventWith<'exception', object, {
        code: number;
        title: string;
        message: string;
        error: OTError;
        stack: string | undefined;
    }>;
}
declare const exceptions: Emitter<ExceptionEvents>;
/** The sessions of this page. */
declare const sessions: Registry<Session>;
/** The publishers of this page that are not destroyed. */
declare const publishers: Registry<Publisher>;
/** The subscribers of this page that are not destroyed. */
declare const subscribers: Registry<Subscriber>;

/** A camera or microphone; `label` is empty until the user has granted access. */
interface Device {
    readonly deviceId: string;
    readonly label: string;
    readonly kind: 'audioInput' | 'videoInput';
}

/** Names of video codecs that apps know. */
type CodecName = 'VP8' | 'VP9' | 'H264';
/** What this browser can encode and decode, best supported first. */
interface SupportedCodecs {
    readonly videoEncoders: CodecName[];
    readonly videoDecoders: CodecName[];
}
/** Whether, and what of a screen, this browser can share. The extensions of old browsers are not needed any more. */
interface ScreenSharingCapability {
    readonly supported: boolean;
    readonly supportedSources: {
        readonly screen: boolean;
        readonly application: boolean;
        readonly window: boolean;
        readonly browser: boolean;
    };
    readonly extensionRequired: undefined;
    readonly extensionRegistered: undefined;
    readonly extensionInstalled: undefined;
}
/** What is asked for in `hasMediaProcessorSupport`. */
type MediaProcessorType = 'video' | 'audio' | 'both';

/** Codes by name, without the `OT_`: `OT.ExceptionCodes` of old apps. */
declare const ExceptionCodes: Readonly<Record<string, number>>;
/** The title of an error code, for `exception` events; the code itself where none is known. */
declare function getErrorTitleByCode(code: number): string;

/** The release, with a leading "v". */
declare const version = "v0.1.0";
/** Nothing is written to the console. */
declare const NONE = 0;
declare const ERROR = 1;
declare const WARN = 2;
declare const INFO = 3;
declare const LOG = 4;
declare const DEBUG = 5;
declare const SPAM = 6;
/** {@link checkSystemRequirements}: the browser can be used. */
declare const HAS_REQUIREMENTS = 1;
/** {@link checkSystemRequirements}: the browser lacks something. */
declare const NOT_HAS_REQUIREMENTS = 0;
/** The session of that id, always the same object; nothing is sent before `connect`. */
declare function initSession(apiKey: string, sessionId: string, options?: SessionOptions): Session;
/** @deprecated Form of old apps, for `session.connect(apiKey, token)`. */
declare function initSession(sessionId: string): Session;
/** How `initPublisher` may be called. */
interface InitPublisher {
    /** Starts the capture at once; the callback gets its error, or nothing when the preview shows it. */
    (target?: Target, properties?: PublisherProperties, callback?: Callback): Publisher;
    (target: Target, callback: Callback): Publisher;
    (properties: PublisherProperties, callback?: Callback): Publisher;
    (callback: Callback): Publisher;
    /** Resolves when the preview shows the capture. */
    promise(target?: Target, properties?: PublisherProperties): Promise<Publisher>;
    promise(properties: PublisherProperties): Promise<Publisher>;
}
/** Captures camera, microphone or screen and shows a preview. */
declare const initPublisher: InitPublisher;
/** 1 when this browser has WebSocket, WebRTC and camera access, else 0; 0 outside a browser. */
declare function checkSystemRequirements(): 0 | 1;
/** @deprecated Browsers update themselves; writes a line to the console. */
declare function upgradeSystemRequirements(): void;
/** Whether this browser can share a screen. */
declare function checkScreenSharingCapability(callback?: (capability: ScreenSharingCapability) => void): Promise<ScreenSharingCapability>;
/** @deprecated No browser needs an extension any more: does nothing. Throws for a kind that never existed. */
declare function registerScreenSharingExtension(kind: string, _id: string, _version?: number): void;
/** How {@link getDevices} may be called. */
interface GetDevicesOptions {
    /** True: where labels would be empty, the browser asks the user first. Default false. */
    requestPermission?: boolean;
}
/** Cameras and microphones. Never asks for permission unless told to, so labels are empty before the user has given it. */
declare function getDevices(callback?: Callback<Device[]>): Promise<Device[]>;
declare function getDevices(options: GetDevicesOptions): Promise<Device[]>;
/** Loudspeakers and headsets the sound of subscribers can be played on. */
declare function getAudioOutputDevices(): Promise<AudioOutputDevice[]>;
/** What {@link setAudioOutputDevice} has chosen; null for both: the system's default. */
declare function getActiveAudioOutputDevice(): Promise<ActiveAudioOutputDevice>;
/**
 * Plays the sound of all subscribers, those to come included, on a device. Rejects with OT_UNSUPPORTED_BROWSER,
 * OT_INVALID_AUDIO_OUTPUT_SOURCE or OT_REQUESTED_DEVICE_PERMISSION_DENIED.
 */
declare function setAudioOutputDevice(deviceId: string): Promise<void>;
/** Captures what a publisher with these options would; the tracks are the app's to stop. Rejects as `initPublisher` does. */
declare function getUserMedia(options?: CaptureOptions): Promise<MediaStream>;
/** The video codecs this browser can encode and decode. Rejects with OT_UNABLE_TO_ACCESS_MEDIA_ENGINE. */
declare function getSupportedCodecs(): Promise<SupportedCodecs>;
/** How {@link hasMediaProcessorSupport} may be called. */
interface HasMediaProcessorSupport {
    (type?: MediaProcessorType): boolean;
    promise(type?: MediaProcessorType): Promise<boolean>;
}
/** Whether this browser can run filters: of the picture, of the sound, or of both. */
declare const hasMediaProcessorSupport: HasMediaProcessorSupport;
/** Plays the sound of all subscribers that the browser has blocked; call it in a user gesture. */
declare function unblockAudio(): Promise<void>;
/**
 * Tests whether a call is possible from here, and how good it will be: the socket, each way media could take, and media itself,
 * with a test picture and a tone that nobody is asked for. About 10 seconds. The session should be one made for the test.
 */
declare function testNetwork(options: NetworkTestOptions): Promise<NetworkTestReport>;
/**
 * Writes the last events and statistics into a file that the browser saves, or posts them to `url`: nothing is sent to anyone else.
 * Without tokens, names and addresses. Resolves with the report's id; rejects with OT_REPORT_ISSUE_FAILED.
 */
declare function reportIssue(callback?: Callback<string>): Promise<string>;
declare function reportIssue(options: ReportIssueOptions, callback?: Callback<string>): Promise<string>;
/**
 * Sends everything but media through `<url>/<host><path>`. To be called once, before initSession and initPublisher; what is wrong
 * is told by the event `exception` (2021, 2022).
 */
declare function setProxyUrl(url: string): void;
/** Whether end-to-end encryption can be had: not yet. */
declare function hasEndToEndEncryptionSupport(): boolean;
/** Gives the page back the `OT` it had before the script was loaded, and returns this one; undefined where it was imported. */
declare function noConflict(): unknown;
/** Opens the connection to the server before `connect` needs it, which saves two round trips; it is kept for some seconds. */
declare function preconnect(options?: Pick<SessionOptions, 'apiUrl'>): void;
/** How much is written to the console; returns the level. Default {@link WARN}, also for a level that does not exist. */
declare function setLogLevel(level: number): number;
/** Writes a line to the console at level {@link INFO}. */
declare function log(line: string): void;
/** Writes a line to the console at level {@link DEBUG}. */
declare const debug: (line: string) => void;
/** The same as {@link log}. */
declare const info: (line: string) => void;
/** Writes a line to the console at level {@link WARN}. */
declare const warn: (line: string) => void;
/** Writes a line to the console at level {@link ERROR}. */
declare const error: (line: string) => void;
/** Whether lines of a level are written. */
declare const shouldLog: (level: number) => boolean;
/** The last lines of the log and names of events, oldest first. */
declare const getLogs: () => string[];
/** Listens to `exception`: every error of the SDK, in addition to the callback or promise that reports it. */
declare const on: typeof exceptions.on;
/** Like {@link on}, for one event only. */
declare const once: typeof exceptions.once;
/** Removes a listener, all of a name, or all. */
declare const off: typeof exceptions.off;

type OT_ActiveAudioOutputDevice = ActiveAudioOutputDevice;
type OT_AudioFilter = AudioFilter;
type OT_AudioOutputDevice = AudioOutputDevice;
type OT_Callback<Value = void> = Callback<Value>;
type OT_Capabilities = Capabilities;
declare const OT_Capabilities: typeof Capabilities;
type OT_CaptureOptions = CaptureOptions;
type OT_Connection = Connection;
declare const OT_Connection: typeof Connection;
declare const OT_DEBUG: typeof DEBUG;
type OT_Device = Device;
declare const OT_ERROR: typeof ERROR;
type OT_EncryptionInfo = EncryptionInfo;
type OT_EndedReason = EndedReason;
declare const OT_ExceptionCodes: typeof ExceptionCodes;
type OT_GetDevicesOptions = GetDevicesOptions;
declare const OT_HAS_REQUIREMENTS: typeof HAS_REQUIREMENTS;
type OT_HasMediaProcessorSupport = HasMediaProcessorSupport;
declare const OT_INFO: typeof INFO;
type OT_IceConfig = IceConfig;
type OT_InitPublisher = InitPublisher;
type OT_JoinTimings = JoinTimings;
declare const OT_LOG: typeof LOG;
type OT_MediaProcessorConnector = MediaProcessorConnector;
type OT_MediaProcessorType = MediaProcessorType;
type OT_MinimumEncryption = MinimumEncryption;
declare const OT_NONE: typeof NONE;
declare const OT_NOT_HAS_REQUIREMENTS: typeof NOT_HAS_REQUIREMENTS;
type OT_NetworkCondition = NetworkCondition;
type OT_NetworkConditionReason = NetworkConditionReason;
type OT_NetworkDegradationSource = NetworkDegradationSource;
type OT_NetworkTestMedia = NetworkTestMedia;
type OT_NetworkTestOptions = NetworkTestOptions;
type OT_NetworkTestReport = NetworkTestReport;
type OT_NetworkTestResult = NetworkTestResult;
type OT_OTError = OTError;
declare const OT_OTError: typeof OTError;
type OT_Publisher = Publisher;
declare const OT_Publisher: typeof Publisher;
type OT_PublisherEvents<Self> = PublisherEvents<Self>;
type OT_PublisherProperties = PublisherProperties;
type OT_PublisherStats = PublisherStats;
type OT_Quality = Quality;
type OT_QualityScore = QualityScore;
type OT_ReceivedSignal = ReceivedSignal;
type OT_Registry<Item extends object> = Registry<Item>;
declare const OT_Registry: typeof Registry;
type OT_ReportIssueOptions = ReportIssueOptions;
declare const OT_SPAM: typeof SPAM;
type OT_ScreenSharingCapability = ScreenSharingCapability;
type OT_Session = Session;
declare const OT_Session: typeof Session;
type OT_SessionCounts = SessionCounts;
type OT_SessionEncryption = SessionEncryption;
type OT_SessionEvents<Self> = SessionEvents<Self>;
type OT_SessionOptions = SessionOptions;
type OT_SignalOptions = SignalOptions;
type OT_Stream = Stream;
declare const OT_Stream: typeof Stream;
type OT_StreamPropertyChange = StreamPropertyChange;
type OT_Subscriber = Subscriber;
declare const OT_Subscriber: typeof Subscriber;
type OT_SubscriberEvents<Self> = SubscriberEvents<Self>;
type OT_SubscriberProperties = SubscriberProperties;
type OT_SubscriberStats = SubscriberStats;
type OT_SupportedCodecs = SupportedCodecs;
type OT_Target = Target;
type OT_TransportQuality = TransportQuality;
type OT_VideoFilter = VideoFilter;
type OT_VideoReason = VideoReason;
declare const OT_WARN: typeof WARN;
type OT_WidgetStyle = WidgetStyle;
declare const OT_checkScreenSharingCapability: typeof checkScreenSharingCapability;
declare const OT_checkSystemRequirements: typeof checkSystemRequirements;
declare const OT_debug: typeof debug;
declare const OT_error: typeof error;
declare const OT_getActiveAudioOutputDevice: typeof getActiveAudioOutputDevice;
declare const OT_getAudioOutputDevices: typeof getAudioOutputDevices;
declare const OT_getDevices: typeof getDevices;
declare const OT_getErrorTitleByCode: typeof getErrorTitleByCode;
declare const OT_getLogs: typeof getLogs;
declare const OT_getSupportedCodecs: typeof getSupportedCodecs;
declare const OT_getUserMedia: typeof getUserMedia;
declare const OT_hasEndToEndEncryptionSupport: typeof hasEndToEndEncryptionSupport;
declare const OT_hasMediaProcessorSupport: typeof hasMediaProcessorSupport;
declare const OT_info: typeof info;
declare const OT_initPublisher: typeof initPublisher;
declare const OT_initSession: typeof initSession;
declare const OT_log: typeof log;
declare const OT_noConflict: typeof noConflict;
declare const OT_off: typeof off;
declare const OT_on: typeof on;
declare const OT_once: typeof once;
declare const OT_preconnect: typeof preconnect;
declare const OT_publishers: typeof publishers;
declare const OT_registerScreenSharingExtension: typeof registerScreenSharingExtension;
declare const OT_reportIssue: typeof reportIssue;
declare const OT_sessions: typeof sessions;
declare const OT_setAudioOutputDevice: typeof setAudioOutputDevice;
declare const OT_setLogLevel: typeof setLogLevel;
declare const OT_setProxyUrl: typeof setProxyUrl;
declare const OT_shouldLog: typeof shouldLog;
declare const OT_subscribers: typeof subscribers;
declare const OT_testNetwork: typeof testNetwork;
declare const OT_unblockAudio: typeof unblockAudio;
declare const OT_upgradeSystemRequirements: typeof upgradeSystemRequirements;
declare const OT_version: typeof version;
declare const OT_warn: typeof warn;
declare namespace OT {
  export { OT_Capabilities as Capabilities, OT_Connection as Connection, OT_DEBUG as DEBUG, OT_ERROR as ERROR, OTError as Error, OTEvent as Event, OT_ExceptionCodes as ExceptionCodes, OT_HAS_REQUIREMENTS as HAS_REQUIREMENTS, OT_INFO as INFO, OT_LOG as LOG, OT_NONE as NONE, OT_NOT_HAS_REQUIREMENTS as NOT_HAS_REQUIREMENTS, OT_OTError as OTError, OT_Publisher as Publisher, OT_Registry as Registry, OT_SPAM as SPAM, OT_Session as Session, OT_Stream as Stream, OT_Subscriber as Subscriber, OT_WARN as WARN, OT_checkScreenSharingCapability as checkScreenSharingCapability, OT_checkSystemRequirements as checkSystemRequirements, OT_debug as debug, OT_error as error, OT_getActiveAudioOutputDevice as getActiveAudioOutputDevice, OT_getAudioOutputDevices as getAudioOutputDevices, OT_getDevices as getDevices, OT_getErrorTitleByCode as getErrorTitleByCode, OT_getLogs as getLogs, OT_getSupportedCodecs as getSupportedCodecs, OT_getUserMedia as getUserMedia, OT_hasEndToEndEncryptionSupport as hasEndToEndEncryptionSupport, OT_hasMediaProcessorSupport as hasMediaProcessorSupport, OT_info as info, OT_initPublisher as initPublisher, OT_initSession as initSession, OT_log as log, OT_noConflict as noConflict, OT_off as off, OT_on as on, OT_once as once, OT_preconnect as preconnect, OT_publishers as publishers, OT_registerScreenSharingExtension as registerScreenSharingExtension, OT_reportIssue as reportIssue, OT_sessions as sessions, OT_setAudioOutputDevice as setAudioOutputDevice, OT_setLogLevel as setLogLevel, OT_setProxyUrl as setProxyUrl, OT_shouldLog as shouldLog, OT_subscribers as subscribers, OT_testNetwork as testNetwork, OT_unblockAudio as unblockAudio, OT_upgradeSystemRequirements as upgradeSystemRequirements, OT_version as version, OT_warn as warn };
  export type { OT_ActiveAudioOutputDevice as ActiveAudioOutputDevice, OT_AudioFilter as AudioFilter, OT_AudioOutputDevice as AudioOutputDevice, OT_Callback as Callback, OT_CaptureOptions as CaptureOptions, OT_Device as Device, OT_EncryptionInfo as EncryptionInfo, OT_EndedReason as EndedReason, OT_GetDevicesOptions as GetDevicesOptions, OT_HasMediaProcessorSupport as HasMediaProcessorSupport, OT_IceConfig as IceConfig, OT_InitPublisher as InitPublisher, OT_JoinTimings as JoinTimings, OT_MediaProcessorConnector as MediaProcessorConnector, OT_MediaProcessorType as MediaProcessorType, OT_MinimumEncryption as MinimumEncryption, OT_NetworkCondition as NetworkCondition, OT_NetworkConditionReason as NetworkConditionReason, OT_NetworkDegradationSource as NetworkDegradationSource, OT_NetworkTestMedia as NetworkTestMedia, OT_NetworkTestOptions as NetworkTestOptions, OT_NetworkTestReport as NetworkTestReport, OT_NetworkTestResult as NetworkTestResult, OT_PublisherEvents as PublisherEvents, OT_PublisherProperties as PublisherProperties, OT_PublisherStats as PublisherStats, OT_Quality as Quality, OT_QualityScore as QualityScore, OT_ReceivedSignal as ReceivedSignal, OT_ReportIssueOptions as ReportIssueOptions, OT_ScreenSharingCapability as ScreenSharingCapability, OT_SessionCounts as SessionCounts, OT_SessionEncryption as SessionEncryption, OT_SessionEvents as SessionEvents, OT_SessionOptions as SessionOptions, OT_SignalOptions as SignalOptions, OT_StreamPropertyChange as StreamPropertyChange, OT_SubscriberEvents as SubscriberEvents, OT_SubscriberProperties as SubscriberProperties, OT_SubscriberStats as SubscriberStats, OT_SupportedCodecs as SupportedCodecs, OT_Target as Target, OT_TransportQuality as TransportQuality, OT_VideoFilter as VideoFilter, OT_VideoReason as VideoReason, OT_WidgetStyle as WidgetStyle };
}

export { Capabilities, Connection, DEBUG, ERROR, OTError as Error, OTEvent as Event, ExceptionCodes, HAS_REQUIREMENTS, INFO, LOG, NONE, NOT_HAS_REQUIREMENTS, OTError, Publisher, Registry, SPAM, Session, Stream, Subscriber, WARN, checkScreenSharingCapability, checkSystemRequirements, debug, OT as default, error, getActiveAudioOutputDevice, getAudioOutputDevices, getDevices, getErrorTitleByCode, getLogs, getSupportedCodecs, getUserMedia, hasEndToEndEncryptionSupport, hasMediaProcessorSupport, info, initPublisher, initSession, log, noConflict, off, on, once, preconnect, publishers, registerScreenSharingExtension, reportIssue, sessions, setAudioOutputDevice, setLogLevel, setProxyUrl, shouldLog, subscribers, testNetwork, unblockAudio, upgradeSystemRequirements, version, warn };
export type { ActiveAudioOutputDevice, AudioFilter, AudioOutputDevice, Callback, CaptureOptions, Device, EncryptionInfo, EndedReason, GetDevicesOptions, HasMediaProcessorSupport, IceConfig, InitPublisher, JoinTimings, MediaProcessorConnector, MediaProcessorType, MinimumEncryption, NetworkCondition, NetworkConditionReason, NetworkDegradationSource, NetworkTestMedia, NetworkTestOptions, NetworkTestReport, NetworkTestResult, PublisherEvents, PublisherProperties, PublisherStats, Quality, QualityScore, ReceivedSignal, ReportIssueOptions, ScreenSharingCapability, SessionCounts, SessionEncryption, SessionEvents, SessionOptions, SignalOptions, StreamPropertyChange, SubscriberEvents, SubscriberProperties, SubscriberStats, SupportedCodecs, Target, TransportQuality, VideoFilter, VideoReason, WidgetStyle };

export as namespace OT;
