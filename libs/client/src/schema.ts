// Generated from openapi.json by `npm run client`; not to be edited.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
        get: operations["readHealthLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stores answer, and the views are near the head of the log */
        get: operations["readHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/create-workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a Customer workspace; posted to the Server Owner workspace */
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/save-instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an instance, or save a new version of one */
        post: operations["saveInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One instance, as it is or once was: its XML as it was saved, or JSON with its metadata */
        get: operations["readInstance"];
        /** Create or save the instance with this id; the body is its XML */
        put: operations["putInstance"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/delete-instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete an instance and everything below it, or nothing */
        post: operations["deleteInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/restore-instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put back everything that a deletion took */
        post: operations["restoreInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/history/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version of an instance, as it was saved */
        get: operations["readHistoryVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of an instance, newest first */
        get: operations["listHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/children": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The children of an instance, or the roots of the workspace, by name and id */
        get: operations["listChildren"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/descendants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything below an instance, or in the workspace, by hierarchy, name and id */
        get: operations["listDescendants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/data-set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An instance and everything below it as one XML document */
        get: operations["readDataSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be restored, newest first */
        get: operations["listDeletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/deletions/{deletionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One deletion that can be restored */
        get: operations["readDeletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/deleted-instances/{instanceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A deleted instance, as it was when it was deleted */
        get: operations["readDeletedInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/deleted-instances/{instanceId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a deleted instance, newest first */
        get: operations["listDeletedInstanceHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/deletion-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a delete would take the tree, how many instances, and what keeps it */
        get: operations["readDeletionCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between two versions of an instance, in its metadata and in its XML */
        get: operations["readDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/patch-instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change parts of the XML of an instance; the rest stays as it is written */
        post: operations["patchInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/revert-instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Save the XML of an older version as a new one */
        post: operations["revertInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The events of a workspace that you can see, in the order of the log */
        get: operations["listWorkspaceEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The events of one instance, live or deleted, in the order of the log */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/move-instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put an instance and everything below it under another parent of its data set */
        post: operations["moveInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/change-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an instance a status: a version with the XML of the one before */
        post: operations["changeStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/grant-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let users see an instance, or what you see of its tree */
        post: operations["grantAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/commands/revoke-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the sight of an instance, or of what you see of its tree, away from users */
        post: operations["revokeAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/instances/{instanceId}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may see an instance */
        get: operations["listAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The request is not valid */
        "problem-invalid-request": {
            /** @constant */
            type: "/problems/invalid-request";
            title: string;
            /** @constant */
            status: 400;
            detail: string;
            /** @description What is wrong: at most 100 entries of pointer (a JSON pointer to the place) and detail. */
            errors: {
                pointer: string;
                detail: string;
            }[];
        };
        /** @description The XML is not well-formed */
        "problem-not-well-formed": {
            /** @constant */
            type: "/problems/not-well-formed";
            title: string;
            /** @constant */
            status: 400;
            detail: string;
            /** @description Where in a JSON body it stands; absent for PUT, whose body it is. */
            pointer?: string;
            /** @description The line of the first mistake, from 1. */
            line: number;
            /** @description The column in that line, from 1. */
            column: number;
        };
        /** @description A DOCTYPE is not allowed */
        "problem-doctype-not-allowed": {
            /** @constant */
            type: "/problems/doctype-not-allowed";
            title: string;
            /** @constant */
            status: 400;
            detail: string;
            /** @description Where in a JSON body it stands; absent for PUT, whose body it is. */
            pointer?: string;
            /** @description The line of the DOCTYPE, from 1. */
            line: number;
            /** @description The column in that line, from 1. */
            column: number;
        };
        /** @description No valid token */
        "problem-unauthenticated": {
            /** @constant */
            type: "/problems/unauthenticated";
            title: string;
            /** @constant */
            status: 401;
            detail: string;
        };
        /** @description Not permitted */
        "problem-forbidden": {
            /** @constant */
            type: "/problems/forbidden";
            title: string;
            /** @constant */
            status: 403;
            detail: string;
            /** @description The command that was refused. */
            command: string;
            /** @description The concept that it was refused for. */
            concept: string;
        };
        /** @description Not found */
        "problem-not-found": {
            /** @constant */
            type: "/problems/not-found";
            title: string;
            /** @constant */
            status: 404;
            detail: string;
        };
        /** @description Not in any of the wanted forms */
        "problem-not-acceptable": {
            /** @constant */
            type: "/problems/not-acceptable";
            title: string;
            /** @constant */
            status: 406;
            detail: string;
            /** @description The media types that it can be had in. */
            available: string;
        };
        /** @description The name is taken */
        "problem-name-taken": {
            /** @constant */
            type: "/problems/name-taken";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description The name that was asked for. */
            instanceName: string;
        };
        /** @description The id is taken */
        "problem-id-taken": {
            /** @constant */
            type: "/problems/id-taken";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description The id that was asked for. */
            instanceId: string;
        };
        /** @description There is no such parent */
        "problem-parent-not-found": {
            /** @constant */
            type: "/problems/parent-not-found";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description The parent that was asked for. */
            parentId: string;
        };
        /** @description The new parent is inside of what moves */
        "problem-parent-inside-subtree": {
            /** @constant */
            type: "/problems/parent-inside-subtree";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description The parent that was asked for. */
            parentId: string;
        };
        /** @description The new parent is in another data set */
        "problem-other-data-set": {
            /** @constant */
            type: "/problems/other-data-set";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description The parent that was asked for. */
            parentId: string;
        };
        /** @description Nobody could see it any more */
        "problem-access-would-be-empty": {
            /** @constant */
            type: "/problems/access-would-be-empty";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description The first instance that would be left without a row. */
            instanceId: string;
            /** @description How many instances would be left without a row. */
            count: number;
        };
        /** @description A save does not move */
        "problem-use-move-instance": {
            /** @constant */
            type: "/problems/use-move-instance";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description The parent that the instance has. */
            parentId: string;
        };
        /** @description The concept of an instance is fixed */
        "problem-concept-is-fixed": {
            /** @constant */
            type: "/problems/concept-is-fixed";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description The concept that the instance has. */
            conceptId: string;
        };
        /** @description The tree cannot be deleted */
        "problem-deletion-blocked": {
            /** @constant */
            type: "/problems/deletion-blocked";
            title: string;
            /** @constant */
            status: 409;
            detail: string;
            /** @description Instances that keep it: instanceId, instanceName, conceptId, status and reason of each. */
            blockers: {
                instanceId: string;
                instanceName: string;
                conceptId: string;
                status: string;
                reason: string;
            }[];
            /** @description How many instances of the tree are hidden from you. */
            hiddenBlockers: number;
        };
        /** @description The version has moved */
        "problem-version-mismatch": {
            /** @constant */
            type: "/problems/version-mismatch";
            title: string;
            /** @constant */
            status: 412;
            detail: string;
            /** @description The version that the instance has now. */
            currentVersion: number;
            /** @description The revision that the tree has now, where the request named one. */
            treeRevision?: string;
        };
        /** @description A limit was exceeded */
        "problem-limit-exceeded": {
            /** @constant */
            type: "/problems/limit-exceeded";
            title: string;
            /** @constant */
            status: 413;
            detail: string;
            /** @description The name of the limit. */
            limit: string;
            /** @description What it allows. */
            max: number;
            /** @description For XML, where in a JSON body it stands; absent for PUT. */
            pointer?: string;
            /** @description For XML, the line where the limit was passed, from 1. */
            line?: number;
            /** @description For XML, the column in that line, from 1. */
            column?: number;
        };
        /** @description The encoding is not supported */
        "problem-unsupported-encoding": {
            /** @constant */
            type: "/problems/unsupported-encoding";
            title: string;
            /** @constant */
            status: 415;
            detail: string;
            /** @description The encoding that was declared. */
            encoding: string;
            /** @description Where in a JSON body it stands; absent for PUT, whose body it is. */
            pointer?: string;
        };
        /** @description The media type is not supported */
        "problem-unsupported-media-type": {
            /** @constant */
            type: "/problems/unsupported-media-type";
            title: string;
            /** @constant */
            status: 415;
            detail: string;
        };
        /** @description The idempotency key was used for another request */
        "problem-idempotency-key-reused": {
            /** @constant */
            type: "/problems/idempotency-key-reused";
            title: string;
            /** @constant */
            status: 422;
            detail: string;
        };
        /** @description Say which version this follows */
        "problem-version-required": {
            /** @constant */
            type: "/problems/version-required";
            title: string;
            /** @constant */
            status: 428;
            detail: string;
            /** @description The version that the instance has now. */
            currentVersion: number;
        };
        /** @description Too many requests of yours at once */
        "problem-rate-limited": {
            /** @constant */
            type: "/problems/rate-limited";
            title: string;
            /** @constant */
            status: 429;
            detail: string;
        };
        /** @description A fault of the server */
        "problem-internal-error": {
            /** @constant */
            type: "/problems/internal-error";
            title: string;
            /** @constant */
            status: 500;
            detail: string;
        };
        /** @description The views are behind */
        "problem-view-behind": {
            /** @constant */
            type: "/problems/view-behind";
            title: string;
            /** @constant */
            status: 503;
            detail: string;
            /**
             * @description True when the views of the data set are stopped: they go on when those who run the server built them again.
             * @constant
             */
            parked?: true;
        };
        /** @description A store is unavailable */
        "problem-store-unavailable": {
            /** @constant */
            type: "/problems/store-unavailable";
            title: string;
            /** @constant */
            status: 503;
            detail: string;
        };
        /** @description Too much at once */
        "problem-overloaded": {
            /** @constant */
            type: "/problems/overloaded";
            title: string;
            /** @constant */
            status: 503;
            detail: string;
        };
        /** @description The storage is full */
        "problem-storage-full": {
            /** @constant */
            type: "/problems/storage-full";
            title: string;
            /** @constant */
            status: 507;
            detail: string;
        };
        /** @description A problem (RFC 9457); its `type` says which. */
        problem: components["schemas"]["problem-invalid-request"] | components["schemas"]["problem-not-well-formed"] | components["schemas"]["problem-doctype-not-allowed"] | components["schemas"]["problem-unauthenticated"] | components["schemas"]["problem-forbidden"] | components["schemas"]["problem-not-found"] | components["schemas"]["problem-not-acceptable"] | components["schemas"]["problem-name-taken"] | components["schemas"]["problem-id-taken"] | components["schemas"]["problem-parent-not-found"] | components["schemas"]["problem-parent-inside-subtree"] | components["schemas"]["problem-other-data-set"] | components["schemas"]["problem-access-would-be-empty"] | components["schemas"]["problem-use-move-instance"] | components["schemas"]["problem-concept-is-fixed"] | components["schemas"]["problem-deletion-blocked"] | components["schemas"]["problem-version-mismatch"] | components["schemas"]["problem-limit-exceeded"] | components["schemas"]["problem-unsupported-encoding"] | components["schemas"]["problem-unsupported-media-type"] | components["schemas"]["problem-idempotency-key-reused"] | components["schemas"]["problem-version-required"] | components["schemas"]["problem-rate-limited"] | components["schemas"]["problem-internal-error"] | components["schemas"]["problem-view-behind"] | components["schemas"]["problem-store-unavailable"] | components["schemas"]["problem-overloaded"] | components["schemas"]["problem-storage-full"];
    };
    responses: {
        /** @description A problem (RFC 9457) */
        problem: {
            headers: {
                /** @description Where the views stood, to a caller that is known. */
                "Datakeep-Position"?: string;
                /** @description With 429 and 503: seconds to wait. */
                "Retry-After"?: string;
                /** @description With 401. */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readHealthLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "live";
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    readHealthReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "catching-up";
                        eventsBehind: number;
                        parkedStreams: number;
                    };
                };
            };
            /** @description Catching up */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "catching-up";
                        eventsBehind: number;
                        parkedStreams: number;
                    };
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    createWorkspace: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    workspaceId?: string;
                    name: string;
                    /** @enum {string} */
                    kind?: "customer";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description The path of what was created. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        workspaceId: string;
                        dataVersion: number;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    saveInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId?: string;
                    instanceName?: string;
                    conceptId?: string;
                    parentId?: string;
                    /** @enum {string} */
                    status?: "Active" | "Locked";
                    xml: string;
                    access?: string[];
                    expectedVersion?: number | "any";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description A new version */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        hierarchy: string;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            /** @description Created */
            201: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description The path of what was created. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        hierarchy: string;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    readInstance: {
        parameters: {
            query?: {
                /** @description A time (RFC 3339) or a position: the answer is as it was then. */
                asOf?: string;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
                /** @description The tags that the client has; 304 when one fits. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instance */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    /** @description "3" for XML; weak for JSON. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        instanceId: string;
                        instanceName: string;
                        conceptId: string;
                        parentId: string | null;
                        hierarchy: string;
                        status: string;
                        dataVersion: number;
                        createdBy: string;
                        createdOn: string;
                        insertedBy: string;
                        insertedOn: string;
                        lastUpdated: string;
                        xml: string;
                        /** @description The XML as JSON: attributes with @, text as #text, repeated elements as arrays. */
                        content: unknown;
                    };
                    "application/xml": string | Uint8Array;
                };
            };
            /** @description The client has it already */
            304: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    /** @description "3" for XML; weak for JSON. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["problem"];
        };
    };
    putInstance: {
        parameters: {
            query?: {
                /** @description The name of the instance; required for a new one. */
                name?: string;
                /** @description The GUID of a concept; required for a new instance, and a filter of lists. */
                concept?: string;
                /** @description The GUID of the parent; the workspace when left out. */
                parent?: string;
                /** @description A status, such as Active. */
                status?: "Active" | "Locked";
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
                /** @description * means create. */
                "If-None-Match"?: string;
                /** @description Why; kept in the event and the history. */
                "Datakeep-Reason"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        /** @description The XML, as it is to be kept */
        requestBody: {
            content: {
                "application/xml": string | Uint8Array;
            };
        };
        responses: {
            /** @description A new version */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        hierarchy: string;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            /** @description Created */
            201: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description The path of what was created. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        hierarchy: string;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    deleteInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId: string;
                    expectedVersion?: number | "any";
                    treeRevision?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Deleted */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        deletionId: string;
                        deleted: number;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    restoreInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    deletionId?: string;
                    instanceId?: string;
                    instanceName?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Restored */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        deletionId: string;
                        restored: number;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    readHistoryVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
                /** @description The tags that the client has; 304 when one fits. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
                /** @description A DataVersion, from 1. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    /** @description "3" for XML; weak for JSON. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        instanceId: string;
                        instanceName: string;
                        conceptId: string;
                        parentId: string | null;
                        hierarchy: string;
                        status: string;
                        dataVersion: number;
                        createdBy: string;
                        createdOn: string;
                        insertedBy: string;
                        insertedOn: string;
                        xml: string;
                        /** @description The XML as JSON: attributes with @, text as #text, repeated elements as arrays. */
                        content: unknown;
                    };
                    "application/xml": string | Uint8Array;
                };
            };
            /** @description The client has it already */
            304: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    /** @description "3" for XML; weak for JSON. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["problem"];
        };
    };
    listHistory: {
        parameters: {
            query?: {
                /** @description Items of a page; 100 when left out. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            dataVersion: number;
                            change: string;
                            instanceName: string;
                            parentId: string | null;
                            status: string;
                            insertedBy: string;
                            insertedOn: string;
                            commandId: string;
                            reason: string | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    listChildren: {
        parameters: {
            query?: {
                /** @description A time (RFC 3339) or a position: the answer is as it was then. */
                asOf?: string;
                /** @description The GUID of a concept; required for a new instance, and a filter of lists. */
                concept?: string;
                /** @description A status, such as Active. */
                status?: "Active" | "Locked";
                /** @description xml adds the fragment to each item. */
                include?: "xml";
                /** @description Items of a page; 100 when left out. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of children */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            instanceId: string;
                            instanceName: string;
                            conceptId: string;
                            parentId: string | null;
                            hierarchy: string;
                            status: string;
                            dataVersion: number;
                            createdBy: string;
                            createdOn: string;
                            insertedBy: string;
                            insertedOn: string;
                            xml?: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    listDescendants: {
        parameters: {
            query?: {
                /** @description The GUID of a concept; required for a new instance, and a filter of lists. */
                concept?: string;
                /** @description How many levels below. */
                depth?: number;
                /** @description xml adds the fragment to each item. */
                include?: "xml";
                /** @description A time (RFC 3339) or a position: the answer is as it was then. */
                asOf?: string;
                /** @description Items of a page; 100 when left out. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of descendants */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            instanceId: string;
                            instanceName: string;
                            conceptId: string;
                            parentId: string | null;
                            hierarchy: string;
                            status: string;
                            dataVersion: number;
                            createdBy: string;
                            createdOn: string;
                            insertedBy: string;
                            insertedOn: string;
                            xml?: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    readDataSet: {
        parameters: {
            query?: {
                /** @description The GUID of a concept; required for a new instance, and a filter of lists. */
                concept?: string;
                /** @description How many levels below. */
                depth?: number;
                /** @description A time (RFC 3339) or a position: the answer is as it was then. */
                asOf?: string;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nested dk:instance elements of the namespace urn:datakeep:data-set:1 */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            default: components["responses"]["problem"];
        };
    };
    listDeletions: {
        parameters: {
            query?: {
                /** @description Items of a page; 100 when left out. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deletions */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            deletionId: string;
                            instanceId: string;
                            instanceName: string;
                            conceptId: string;
                            parentId: string;
                            hierarchy: string;
                            dataVersion: number;
                            deletedBy: string;
                            deletedOn: string;
                            reason: string | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    readDeletion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The deletion, as delete-instance answered it. */
                deletionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deletion */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deletionId: string;
                        instanceId: string;
                        instanceName: string;
                        conceptId: string;
                        parentId: string;
                        hierarchy: string;
                        dataVersion: number;
                        deletedBy: string;
                        deletedOn: string;
                        reason: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    readDeletedInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
                /** @description The tags that the client has; 304 when one fits. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instance */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    /** @description "3" for XML; weak for JSON. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        instanceId: string;
                        instanceName: string;
                        conceptId: string;
                        parentId: string | null;
                        hierarchy: string;
                        status: string;
                        dataVersion: number;
                        createdBy: string;
                        createdOn: string;
                        insertedBy: string;
                        insertedOn: string;
                        deletionId: string;
                        xml: string;
                        /** @description The XML as JSON: attributes with @, text as #text, repeated elements as arrays. */
                        content: unknown;
                    };
                    "application/xml": string | Uint8Array;
                };
            };
            /** @description The client has it already */
            304: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    /** @description "3" for XML; weak for JSON. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["problem"];
        };
    };
    listDeletedInstanceHistory: {
        parameters: {
            query?: {
                /** @description Items of a page; 100 when left out. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            dataVersion: number;
                            change: string;
                            instanceName: string;
                            parentId: string | null;
                            status: string;
                            insertedBy: string;
                            insertedOn: string;
                            commandId: string;
                            reason: string | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    readDeletionCheck: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a delete would meet */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allowed: boolean;
                        /** @description Instances of the tree that you see. */
                        count: number;
                        treeRevision: string;
                        blockers: {
                            instanceId: string;
                            instanceName: string;
                            conceptId: string;
                            status: string;
                            reason: string;
                        }[];
                        hiddenBlockers: number;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    readDiff: {
        parameters: {
            query: {
                /** @description The older DataVersion. */
                from: number;
                /** @description The newer DataVersion. */
                to: number;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The differences */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        metadata: {
                            field: string;
                            from: string | null;
                            to: string | null;
                        }[];
                        xml: {
                            path: string;
                            /** @enum {string} */
                            change: "added" | "removed" | "changed";
                            from: string | null;
                            to: string | null;
                        }[];
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    patchInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId: string;
                    changes: ({
                        xpath: string;
                        replace: string;
                    } | {
                        xpath: string;
                        append: string;
                    } | {
                        xpath: string;
                        /** @enum {boolean} */
                        remove: true;
                    })[];
                    expectedVersion?: number | "any";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description A new version */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        hierarchy: string;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    revertInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId: string;
                    toVersion: number;
                    expectedVersion?: number | "any";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description A new version */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        hierarchy: string;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    listWorkspaceEvents: {
        parameters: {
            query?: {
                /** @description The position of the last event already seen. */
                after?: string;
                /** @description Items of a page; 100 when left out. */
                limit?: number;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            eventId: string;
                            type: string;
                            schemaVersion: number;
                            revision: number;
                            /** @description An opaque token: how far into the log this reaches. */
                            position: string;
                            time: string;
                            userId: string;
                            profileId: string;
                            commandId: string;
                            correlationId: string;
                            causationId: string;
                            reason: string | null;
                            data: {
                                instanceId: string;
                            } & {
                                [key: string]: unknown;
                            };
                        }[];
                        next: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description The position of the last event already seen. */
                after?: string;
                /** @description Items of a page; 100 when left out. */
                limit?: number;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            eventId: string;
                            type: string;
                            schemaVersion: number;
                            revision: number;
                            /** @description An opaque token: how far into the log this reaches. */
                            position: string;
                            time: string;
                            userId: string;
                            profileId: string;
                            commandId: string;
                            correlationId: string;
                            causationId: string;
                            reason: string | null;
                            data: {
                                instanceId: string;
                            } & {
                                [key: string]: unknown;
                            };
                        }[];
                        next: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    moveInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId: string;
                    parentId: string;
                    instanceName?: string;
                    expectedVersion?: number | "any";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Moved */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        hierarchy: string;
                        /** @description Instances that you see and that stand elsewhere now, the moved one included. */
                        moved: number;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    changeStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId: string;
                    /** @enum {string} */
                    status: "Active" | "Locked";
                    expectedVersion?: number | "any";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description A new version */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        status: string;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    grantAccess: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId: string;
                    principals: string[];
                    withDescendants?: boolean;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Granted */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        /** @description Instances whose access rows became others. */
                        granted: number;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    revokeAccess: {
        parameters: {
            query?: never;
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The same key gives the first answer again; another request with it is 422. */
                "Idempotency-Key"?: string;
                /** @description The version that this follows, such as "3", or *. */
                "If-Match"?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId: string;
                    principals: string[];
                    withDescendants?: boolean;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Revoked */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        instanceId: string;
                        dataVersion: number;
                        /** @description Instances whose access rows became others. */
                        revoked: number;
                        /** @description An opaque token: how far into the log this reaches. */
                        position: string;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    listAccess: {
        parameters: {
            query?: {
                /** @description Items of a page; 100 when left out. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Kept in the events of a command; made by the server when left out. */
                "X-Correlation-Id"?: string;
                /** @description The answer is at least as new as this position. */
                "Datakeep-Min-Position"?: string;
                /** @description wait=N: how many seconds to wait for the position. */
                Prefer?: string;
            };
            path: {
                /** @description The workspace: its GUID, in any case. */
                workspaceId: string;
                /** @description The instance: its GUID, in any case. */
                instanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of access rows */
            200: {
                headers: {
                    /** @description How far into the log the answer reaches. */
                    "Datakeep-Position": string;
                    /** @description Accept, Authorization */
                    Vary: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            instanceId: string;
                            principalId: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
}
